/** @import { View } from '../types.d.ts' */
import { el } from '../dom.js';
import { field, form } from '../form.js';
import { onceSender } from '../once.js';

/** The rest has defaults, and can be changed until the draw. */
const types = {
  single_elimination: 'Single elimination',
  double_elimination: 'Double elimination',
  round_robin: 'Round robin',
  swiss: 'Swiss system',
  groups_playoff: 'Groups and play-offs',
  stepladder: 'Stepladder',
  leaderboard: 'Leaderboard',
};

/** @returns {View} */
export function newTournamentView() {
  const send = onceSender();
  const node = el(
    'section',
    {},
    el('h1', { tabindex: -1 }, 'New tournament'),
    form({
      submit: 'Make it',
      children: [
        field('Name', { name: 'name', required: true, maxlength: 120, autocomplete: 'off' }),
        field('Start', { name: 'start_date', type: 'datetime-local', required: true }),
        field('How it is played', { name: 'tournament_type' }, { options: types }),
        field('Places', { name: 'max_participants', type: 'number', min: 2, max: 10_000, required: true, value: 16 }),
        field(
          'Who gets in',
          { name: 'approval' },
          { options: { manual: 'Those whom a trainer lets in', automatic: 'Everybody who asks, while there is room' } },
        ),
        field(
          'Who may watch',
          { name: 'visibility' },
          { options: { public: 'Everybody, on the big screen too', members: 'Members' } },
        ),
      ],
      send: async ({ start_date = '', max_participants, ...rest }) => {
        /** @type {{ tournament: { id: number } }} */
        const { tournament } = await send('POST', '/api/tournaments/', {
          ...rest,
          start_date: new Date(start_date).toISOString(),
          max_participants: Number(max_participants),
        });
        location.hash = `#/tournaments/${tournament.id}`;
      },
    }),
  );
  return { title: 'New tournament', node };
}
