/** @import { DrawnMatch, DrawRow } from '../draw/types.d.ts' */
/** @import { Day, DayContext, View } from '../types.d.ts' */
/** @import { Lasting } from './tournament/read-day.js' */
import { el } from '../dom.js';
import { partsOf } from '../draw/parts.js';
import { tableTitle } from '../draw/titles.js';
import { roundsView } from '../draw/rounds.js';
import { standingsView } from '../draw/standings.js';
import { watch } from '../live.js';
import { loader } from '../loader.js';
import { update } from '../morph.js';
import { currentUser } from '../session.js';
import { tabBar } from '../tabs.js';
import { matchDialog } from './match/dialog.js';
import { actionOn, isReferee } from './match/may.js';
import { scoreDialog } from './match/score-dialog.js';
import { entryOf } from './tournament/entry.js';
import { factsOf } from './tournament/facts.js';
import { nowTab, ownMatches } from './tournament/now.js';
import { peopleOf } from './tournament/people.js';
import { readDay, readLasting } from './tournament/read-day.js';
import { scheduleTab } from './tournament/schedule.js';
import { sentence } from './tournament/sentence.js';
import { setup } from './tournament/setup.js';

const withTables = new Set(['round_robin', 'swiss', 'groups_playoff', 'leaderboard']);

/**
 * @param {string} id
 * @param {(title: string) => void} setTitle
 * @returns {View}
 */
export function tournamentView(id, setTitle) {
  const path = `/api/tournaments/${encodeURIComponent(id)}`;
  const heading = el('h1', { tabindex: -1 }, 'Tournament');
  const facts = el('div', { class: 'facts' });
  const entry = el('div');
  const own = el('section', { class: 'own' });
  const spokenResults = el('p', { class: 'visually-hidden', 'aria-live': 'polite' });
  const {
    bar,
    panel,
    show: showTabs,
  } = tabBar('Parts of the tournament', (key) => {
    chosen = key;
    if (day !== undefined) show(day);
    reload();
  });
  /** @type {Day | undefined} */
  let day;
  /** @type {Promise<Lasting> | undefined} */
  let lasting;
  /** The tab that somebody has chosen. @type {string | undefined} */
  let chosen;
  /** @type {ReturnType<typeof matchDialog> | undefined} */
  let dialog;
  /** @type {Map<number, string>} */
  let known = new Map();
  let entryState = '';
  let stopped = false;
  const { reload, reloaded, progress } = loader(async () => {
    lasting ??= readLasting(path);
    const read = await readDay(path, await lasting.catch(forget), chosen ?? firstTab(day));
    // The title belongs to another view by now.
    if (stopped) return;
    day = read;
    show(read);
  });

  /**
   * @param {unknown} error
   * @returns {never}
   */
  function forget(error) {
    lasting = undefined;
    throw error;
  }
  /** @type {DayContext} */
  const context = {
    path,
    day: () => {
      if (day === undefined) throw new Error('nothing was loaded');
      return day;
    },
    reload: reloaded,
    say: (words) => {
      spokenResults.textContent = words;
    },
  };
  const organising = setup(context);
  const node = el(
    'article',
    { onclick },
    heading,
    facts,
    progress,
    entry,
    own,
    organising.node,
    bar,
    panel,
    spokenResults,
  );

  /** @param {Day} now */
  function show(now) {
    const { tournament, matches, participants } = now;
    heading.textContent = tournament.name;
    setTitle(tournament.name);
    update(facts, factsOf(now));
    showEntry(now);
    update(own, ownMatches(now));
    organising.update();
    const outcomes = new Map(matches.map((match) => [match.id, outcome(match)]));
    const isFirst = known.size === 0;
    const before = known;
    const isChanged = (/** @type {DrawnMatch} */ match) => !isFirst && before.get(match.id) !== outcomes.get(match.id);
    known = outcomes;
    const tabs = tabsOf(now);
    const tab = tabs.find(([key]) => key === chosen)?.[0] ?? firstTab(now);
    showTabs(tabs, tab);
    update(panel, panelOf(now, tab, isChanged) ?? peopleOf(participants));
    dialog?.update();
  }

  /** @param {Day} now */
  function showEntry({ tournament, participants }) {
    const mine = participants.find(({ user_id }) => user_id !== null && user_id === currentUser()?.id);
    // Left alone while nothing about it has changed: somebody may be typing there.
    const { phase, check_in_opens_at, check_in_closes_at } = tournament;
    const state = [phase, check_in_opens_at, check_in_closes_at, mine?.status, mine?.checked_in_at].join(' ');
    if (state !== entryState) entry.replaceChildren(...entryOf(tournament, mine, reload));
    entryState = state;
  }

  /** @param {MouseEvent} event */
  function onclick({ target }) {
    const button = target instanceof Element ? target.closest('button') : null;
    const { match: matchId, score } = button?.dataset ?? {};
    const match = day?.matches.find((one) => one.id === Number(matchId));
    if (match !== undefined) dialog = matchDialog(context, match);
    const [stage, row] = rowOf(Number(score)) ?? [];
    if (stage !== undefined && row !== undefined) scoreDialog(context, stage, row);
  }

  /**
   * @param {number} participantId
   * @returns {[number, DrawRow] | undefined} in a leaderboard
   */
  function rowOf(participantId) {
    for (const { table } of day?.tables ?? []) {
      const row = table.board.find(({ participant }) => participant.id === participantId);
      if (row !== undefined) return [table.stage, row];
    }
    return undefined;
  }

  reload();
  const unwatch = watch(`tournament:${id}`, (frame) => {
    if (frame.type === 'resync' || frame.event === 'bracket.generated') lasting = undefined;
    if (frame.type === 'event') spokenResults.textContent = sentence(frame);
    reload();
  });
  function stop() {
    stopped = true;
    dialog?.close();
    unwatch();
  }
  return { title: 'Tournament', node, stop };
}

/**
 * @param {Day} day
 * @returns {[string, string][]}
 */
function tabsOf({ tournament, matches }) {
  const { phase, tournament_type } = tournament;
  const isDrawn = phase === 'running' || phase === 'completed';
  return [
    ...(phase === 'running' && matches.length > 0 ? [pair('now', 'Now')] : []),
    ...(matches.length > 0 ? [pair('matches', 'Matches')] : []),
    ...(isDrawn && withTables.has(tournament_type) ? [pair('tables', 'Table')] : []),
    ...(isDrawn && matches.length > 0 ? [pair('schedule', 'Schedule')] : []),
    pair('people', 'People'),
  ];
}

/**
 * @param {string} key
 * @param {string} title
 * @returns {[string, string]}
 */
function pair(key, title) {
  return [key, title];
}

/** @param {Day | undefined} day */
function firstTab(day) {
  return (day === undefined ? undefined : tabsOf(day)[0]?.[0]) ?? 'people';
}

/**
 * @param {Day} day
 * @param {string} tab
 * @param {(match: DrawnMatch) => boolean} isChanged
 * @returns {(Node | false)[] | undefined} undefined: the tab of the people
 */
function panelOf(day, tab, isChanged) {
  const loading = [el('p', { class: 'quiet' }, 'Loading…')];
  if (tab === 'now') return nowTab(day, isChanged);
  if (tab === 'matches') {
    return partsOf(day).map((part) =>
      el(
        'section',
        { 'data-key': part.key },
        el('h2', {}, part.title),
        roundsView(day, part, (match) => ({ isChanged: isChanged(match), action: actionOn(day, match) })),
      ),
    );
  }
  if (tab === 'tables') return day.tables === undefined ? loading : tablesTab(day);
  if (tab === 'schedule') return day.schedule === undefined ? loading : scheduleTab(day, day.schedule);
  return undefined;
}

/** @param {Day} day */
function tablesTab(day) {
  const isOpen = isReferee(day) && day.tournament.phase === 'running';
  const tables = day.tables ?? [];
  return tables.map((shown) =>
    el(
      'section',
      { 'data-key': `table-${shown.category_id}-${shown.table.table}` },
      el('h2', {}, tableTitle(day, tables, shown)),
      standingsView(day, shown.table, ({ participant }) => {
        if (!isOpen || shown.table.kind !== 'leaderboard') return undefined;
        return el('button', { type: 'button', 'data-score': participant.id }, 'Score');
      }),
    ),
  );
}

/** @param {DrawnMatch} match */
function outcome({ participant1_id, participant2_id, winner_id, score, points, status }) {
  return [participant1_id, participant2_id, winner_id, score, points, status].join(' ');
}
