/**
 * What happened, in words for the person whom it concerns.
 * @param {{ topic: string, event: string, data: unknown }} told a frame or a notification
 * @returns {string | undefined} undefined for what there are no words for
 */
export function sentenceOf({ topic, event, data }) {
  const { message, you_won, reason, court, role, name, participant, replaced } = fieldsOf(data);
  if (typeof message === 'string') return message;
  const cup = typeof name === 'string' ? name : 'the tournament';
  const because = typeof reason === 'string' && reason !== '' ? `: ${reason}` : '.';
  switch (event) {
    case 'user.welcome':
      return 'Welcome! Here you find what you were told.';
    case 'user.approved':
      return 'You are approved.';
    case 'user.rejected':
      return `You were not approved${because}`;
    case 'user.role-changed':
      return typeof role === 'string' ? `Your role is ${role} from now on.` : 'Your role has changed.';
    case 'user.banned':
      return `Your access has ended${because}`;
    case 'tournament.created':
    case 'tournament.published':
      return `There is a new tournament: ${cup}.`;
    case 'tournament.cancelled':
      return `${cup} is called off${because}`;
    case 'tournament.deleted':
      return `${cup} does not take place.`;
    case 'tournament.completed':
      return topic === 'broadcast' ? `${cup} is over.` : `You have won ${cup}. Congratulations!`;
    case 'participant.approved':
      return `You take part in ${cup}.`;
    case 'participant.waitlisted':
      return `You are on the waiting list of ${cup}.`;
    case 'participant.moved-up':
      return `You have got a place in ${cup}.`;
    case 'participant.checked-in':
      return `You are checked in for ${cup}.`;
    case 'participant.rejected':
      return `You do not take part in ${cup}${because}`;
    case 'participant.withdrawn':
      return `You no longer take part in ${cup}${because}`;
    case 'participant.dropped':
      return `You are out of ${cup}${because}`;
    case 'participant.disqualified':
      return `You are disqualified in ${cup}${because}`;
    case 'participant.substituted':
      return `${nameOf(participant)} plays in ${cup} in the place of ${nameOf(replaced)}.`;
    case 'bracket.generated':
      return `The bracket of ${cup} is drawn. Good luck!`;
    case 'bracket.corrected':
      return `The bracket of ${cup} was corrected${because}`;
    case 'round.drawn':
      return `The next round of ${cup} is drawn.`;
    case 'schedule.changed':
      return `The schedule of ${cup} has changed.`;
    case 'match.called':
      return typeof court === 'string'
        ? `${cup}: your match is called to ${court}.`
        : `${cup}: your match is not called any longer.`;
    case 'match.reported':
      return `${cup}: the result of your match was reported.`;
    case 'match.disputed':
      return `${cup}: the reports of your match differ. The staff decides.`;
    case 'match.ended-level':
      return `${cup}: your match has ended level.`;
    case 'match.finished':
      return you_won === true ? `${cup}: you have won your match.` : `${cup}: you have lost your match.`;
    case 'category.completed':
      return `You have won your category of ${cup}. Congratulations!`;
    default:
      return undefined;
  }
}

/** @param {unknown} side */
function nameOf(side) {
  const { name } = fieldsOf(side);
  return typeof name === 'string' ? name : 'somebody';
}

/**
 * @param {unknown} data
 * @returns {Record<string, unknown>}
 */
export function fieldsOf(data) {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}
