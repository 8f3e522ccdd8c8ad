/** @import { Day } from '../../types.d.ts' */
import { el } from '../../dom.js';
import { isDecided } from '../../draw/state.js';
import { formatTime, statusBadge } from '../../words.js';

/**
 * What the tournament is and how far it has come; at its end, who has won.
 * @param {Day} day
 */
export function factsOf({ tournament, matches, podium }) {
  const { start_date, participant_count, max_participants, cancel_reason } = tournament;
  const real = matches.filter((match) => !match.is_bye);
  const played = real.filter(isDecided);
  const places = `${participant_count} of ${max_participants} places taken`;
  return [
    statusBadge(tournament),
    cancel_reason !== null && el('p', { class: 'notice bad' }, cancel_reason),
    el('p', {}, el('time', { datetime: start_date }, formatTime(start_date))),
    el('p', {}, real.length > 0 ? `${played.length} of ${real.length} matches played` : places),
    ...podium
      .filter(({ places }) => places.length > 0)
      .map(({ category, places }) =>
        el(
          'p',
          { class: 'champion' },
          category !== null && `${category}: `,
          places.flatMap(({ rank, name }, index) => [
            index > 0 && ', ',
            `${rank}. `,
            rank === 1 ? el('strong', {}, name) : name,
          ]),
        ),
      ),
  ];
}
