/** @import { EventFrame } from '../../types.d.ts' */

/**
 * What a screen reader says about a frame.
 * @param {EventFrame} frame
 */
export function sentence({ event, data }) {
  const { winner, loser, score, participant, sides, court } = /** @type {Record<string, any>} */ (data);
  switch (event) {
    case 'match.finished': {
      const against = loser ? ` beat ${loser.name}` : ' moves on';
      return `${winner.name}${against}${score ? `, ${score}` : ''}.`;
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
