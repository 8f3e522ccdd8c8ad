/** @import { Tournament, View } from '../types.d.ts' */
import { get } from '../api.js';
import { el } from '../dom.js';
import { watch } from '../live.js';
import { loader } from '../loader.js';
import { currentUser } from '../session.js';
import { formatTime, statusBadge } from '../words.js';

const order = { active: 0, setup: 1, completed: 2 };

/** @returns {View} */
export function tournamentsView() {
  const content = el('div');
  const { reload, progress } = loader(async () => {
    /** @type {{ tournaments: Tournament[] }} */
    const { tournaments } = await get('/api/tournaments/');
    content.replaceChildren(list(tournaments));
  });
  const node = el(
    'section',
    {},
    el('h1', { tabindex: -1 }, 'Tournaments'),
    currentUser()?.role !== 'member' && el('p', {}, el('a', { href: '#/tournaments/new' }, 'New tournament')),
    progress,
    content,
  );
  reload();
  const stop = watch('broadcast', (frame) => {
    if (frame.type === 'resync' || frame.event.startsWith('tournament.')) reload();
  });
  return { title: 'Tournaments', node, stop };
}

/** @param {Tournament[]} tournaments */
function list(tournaments) {
  if (tournaments.length === 0) return el('p', { class: 'quiet' }, 'There are no tournaments yet.');
  const sorted = tournaments.toSorted(
    (a, b) => order[a.status] - order[b.status] || Date.parse(b.start_date) - Date.parse(a.start_date),
  );
  return el('ul', { class: 'cards' }, sorted.map(card));
}

/** @param {Tournament} tournament */
function card(tournament) {
  const { id, name, start_date, participant_count, max_participants } = tournament;
  return el(
    'li',
    { class: 'card' },
    el('h2', {}, el('a', { href: `#/tournaments/${id}` }, name)),
    statusBadge(tournament),
    el('p', { class: 'quiet' }, el('time', { datetime: start_date }, formatTime(start_date))),
    el('p', { class: 'quiet' }, `${participant_count} of ${max_participants} places taken`),
  );
}
