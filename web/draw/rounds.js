/** @import { Draw, DrawnMatch, Look, Part } from './types.d.ts' */
import { el } from '../dom.js';
import { matchCard } from './match-card.js';
import { roundsOf } from './parts.js';
import { roundTitle } from './titles.js';

/**
 * The rounds of a part as lists; wide screens put them side by side.
 * @param {Draw} draw
 * @param {Part} part
 * @param {(match: DrawnMatch) => Look} [lookOf]
 */
export function roundsView(draw, { key, title, matches, shape }, lookOf = () => ({})) {
  const rounds = roundsOf(matches);
  return el(
    'div',
    {
      class: `rounds ${shape}`,
      role: 'region',
      'aria-label': `${title}: rounds`,
      tabindex: 0,
      'data-key': key,
    },
    rounds.map(([round, inRound]) =>
      el(
        'section',
        { class: 'round', 'data-key': `round-${round}` },
        inRound[0] !== undefined && rounds.length > 1 && el('h3', {}, roundTitle(inRound[0], rounds.length)),
        el(
          'ol',
          {},
          inRound.map((match) => matchCard(draw, match, lookOf(match))),
        ),
      ),
    ),
  );
}
