/** @import { Participant } from '../../types.d.ts' */
import { el } from '../../dom.js';

const waits = { pending: ' (asks to join)', waitlisted: ' (on the waiting list)' };

/** @param {Participant[]} participants */
export function peopleOf(participants) {
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
