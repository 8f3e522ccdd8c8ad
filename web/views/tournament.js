/** @import { BracketView, EventFrame, Match, Participant, Tournament, View } from '../types.d.ts' */
import { get, patch, post, put } from '../api.js';
import { el } from '../dom.js';
import { field, form } from '../form.js';
import { watch } from '../live.js';
import { loader } from '../loader.js';
import { currentUser } from '../session.js';
import { formatTime, roundName, statusBadge } from '../words.js';
import { bracket } from './bracket.js';

/**
 * @param {string} id
 * @param {(title: string) => void} setTitle
 * @returns {View}
 */
export function tournamentView(id, setTitle) {
  const heading = el('h1', { tabindex: -1 }, 'Tournament');
  const facts = el('div', { class: 'facts' });
  const entry = el('div');
  const drawn = el('div');
  const people = el('section');
  const spokenResults = el('p', { class: 'visually-hidden', 'aria-live': 'polite' });
  const { reload, progress } = loader(async () => {
    /** @type {BracketView} */
    const view = await get(`/api/tournaments/${encodeURIComponent(id)}/bracket`);
    // The title belongs to another view by now.
    if (!stopped) show(view);
  });
  const node = el('article', {}, heading, facts, progress, entry, drawn, people, spokenResults);
  /** @type {Map<number, string>} */
  let known = new Map();
  let entryState = '';
  let stopped = false;
  let rounds = 0;

  /** @param {BracketView} view */
  function show({ tournament, bracket: matches, participants }) {
    heading.textContent = tournament.name;
    setTitle(tournament.name);
    rounds = Math.max(0, ...matches.map(({ round }) => round));
    facts.replaceChildren(...factsOf(tournament, matches, participants));
    const mine = participants.find(({ user_id }) => user_id !== null && user_id === currentUser()?.id);
    // Left alone while nothing about it has changed: somebody may be typing there.
    const { phase, check_in_opens_at, check_in_closes_at } = tournament;
    const state = [phase, check_in_opens_at, check_in_closes_at, mine?.status, mine?.checked_in_at].join(' ');
    if (state !== entryState) entry.replaceChildren(...entryOf(tournament, mine, reload));
    entryState = state;
    const now = new Map(matches.map((match) => [match.id, outcome(match)]));
    const changed = new Set(
      [...now].filter(([key, text]) => known.size > 0 && known.get(key) !== text).map(([key]) => key),
    );
    known = now;
    const scrolled = drawn.firstElementChild?.scrollLeft ?? 0;
    const hadFocus = drawn.firstElementChild === document.activeElement;
    drawn.replaceChildren(
      matches.length > 0 ? bracket(matches, changed) : el('p', { class: 'quiet' }, 'The bracket is not drawn yet.'),
    );
    if (drawn.firstElementChild instanceof HTMLElement) {
      drawn.firstElementChild.scrollLeft = scrolled;
      if (hadFocus) drawn.firstElementChild.focus({ preventScroll: true });
    }
    people.replaceChildren(...peopleOf(participants));
  }

  reload();
  const unwatch = watch(`tournament:${id}`, (frame) => {
    if (frame.type === 'event') spokenResults.textContent = sentence(frame, rounds);
    reload();
  });
  function stop() {
    stopped = true;
    unwatch();
  }
  return { title: 'Tournament', node, stop };
}

/** @param {Match} match */
function outcome({ participant1, participant2, winner_id, score }) {
  return [participant1?.id, participant2?.id, winner_id, score].join(' ');
}

/**
 * @param {Tournament} tournament
 * @param {Match[]} matches
 * @param {Participant[]} participants
 */
function factsOf(tournament, matches, participants) {
  const { status, start_date, participant_count, max_participants, cancel_reason } = tournament;
  const real = matches.filter((match) => !match.is_bye);
  const played = real.filter((match) => match.winner_id !== null);
  const final = matches.find((match) => match.round === Math.max(...matches.map(({ round }) => round)));
  const champion = status === 'completed' && participants.find(({ id }) => id === final?.winner_id);
  const places = `${participant_count} of ${max_participants} places taken`;
  return [
    statusBadge(tournament),
    cancel_reason !== null && el('p', { class: 'notice bad' }, cancel_reason),
    el('p', {}, el('time', { datetime: start_date }, formatTime(start_date))),
    el('p', {}, real.length > 0 ? `${played.length} of ${real.length} matches played` : places),
    champion && el('p', { class: 'champion' }, el('strong', {}, champion.name), ' has won'),
  ].filter((item) => item !== false && item !== undefined);
}

/**
 * @param {Tournament} tournament
 * @param {Participant | undefined} mine
 * @param {() => void} reload
 */
function entryOf(tournament, mine, reload) {
  const { id, status } = tournament;
  if (status !== 'setup') return [];
  const standing = mine && standings[mine.status];
  if (mine !== undefined && standing !== undefined) return [standing(), ...actionsOf(tournament, mine, reload)];
  // Who has withdrawn or dropped out may enter again.
  const user = currentUser();
  return [
    form({
      submit: 'Join',
      children: [
        field('Your name in the bracket', {
          name: 'name',
          required: true,
          maxlength: 120,
          autocomplete: 'name',
          value: user?.full_name ?? '',
        }),
      ],
      send: async (values) => {
        await post(`/api/tournaments/${id}/participants`, values);
        reload();
      },
    }),
  ];
}

/** @type {Partial<Record<Participant['status'], () => HTMLElement>>} */
const standings = {
  pending: () => el('p', { class: 'notice' }, 'Your entry waits for the approval of a trainer.'),
  waitlisted: () => el('p', { class: 'notice' }, 'You are on the waiting list and hear when a place is free.'),
  approved: () => el('p', { class: 'notice good' }, 'You take part.'),
};

/**
 * What somebody can do about their own entry before the draw.
 * @param {Tournament} tournament
 * @param {Participant} mine
 * @param {() => void} reload
 */
function actionsOf({ id, check_in_opens_at, check_in_closes_at }, mine, reload) {
  const path = `/api/tournaments/${id}/participants/${mine.id}`;
  const now = Date.now();
  const isOpen = Date.parse(check_in_opens_at ?? '') <= now && now < Date.parse(check_in_closes_at ?? '');
  /** @param {() => Promise<unknown>} act */
  const then = (act) => async () => {
    await act();
    reload();
  };
  return [
    ...(isOpen && mine.status !== 'pending' && mine.checked_in_at === null
      ? [form({ submit: 'Check in', children: [], send: then(() => put(`${path}/check-in`)) })]
      : []),
    form({ submit: 'Withdraw', children: [], send: then(() => patch(`${path}/withdraw`, {})) }),
  ];
}

const waits = { pending: ' (asks to join)', waitlisted: ' (on the waiting list)' };

/** @param {Participant[]} participants */
function peopleOf(participants) {
  if (participants.length === 0) return [];
  const byStatus = participants.toSorted((a, b) => (a.seed ?? Infinity) - (b.seed ?? Infinity) || a.id - b.id);
  return [
    el('h2', {}, 'Participants'),
    el(
      'ol',
      { class: 'people' },
      byStatus.map(({ name, status }) =>
        el(
          'li',
          {},
          name,
          status in waits && el('span', { class: 'quiet' }, waits[/** @type {keyof typeof waits} */ (status)]),
        ),
      ),
    ),
  ];
}

/**
 * What a screen reader says about a frame.
 * @param {EventFrame} frame
 * @param {number} rounds of the tournament
 */
function sentence({ event, data }, rounds) {
  const { winner, loser, score, round, participant, sides, court } = /** @type {Record<string, any>} */ (data);
  switch (event) {
    case 'match.finished': {
      const against = loser ? ` beat ${loser.name}` : ' moves on';
      return `${roundName(round, rounds)}: ${winner.name}${against}${score ? `, ${score}` : ''}.`;
    }
    case 'match.called':
      return court
        ? `${sides.map((/** @type {{ name: string }} */ side) => side.name).join(' and ')} are called to ${court}.`
        : '';
    case 'tournament.completed':
      return `${winner.name} has won the tournament.`;
    case 'bracket.generated':
      return 'The bracket has been drawn.';
    case 'participant.approved':
      return `${participant.name} takes part.`;
    case 'participant.moved-up':
      return `${participant.name} got a place from the waiting list.`;
    case 'tournament.cancelled':
      return 'The tournament is called off.';
    case 'tournament.deleted':
      return 'The tournament has been deleted.';
    default:
      return '';
  }
}
