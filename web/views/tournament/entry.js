/** @import { Participant, Tournament } from '../../types.d.ts' */
import { patch, post, put } from '../../api.js';
import { el } from '../../dom.js';
import { field, form } from '../../form.js';
import { currentUser } from '../../session.js';

/**
 * How somebody stands before the draw, and what they can do about it.
 * @param {Tournament} tournament
 * @param {Participant | undefined} mine
 * @param {() => void} reload
 */
export function entryOf(tournament, mine, reload) {
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
