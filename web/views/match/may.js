/** @import { DrawnMatch } from '../../draw/types.d.ts' */
/** @import { Day } from '../../types.d.ts' */
import { isDecided, isOpen, isSide } from '../../draw/state.js';

/**
 * Staff, and referees of the tournament.
 * @param {Pick<Day, 'me'>} day
 */
export function isReferee({ me }) {
  return me.is_staff || me.role === 'referee';
}

/**
 * Whether somebody decides about a match: a referee of some courts only where it was called to one of them.
 * @param {Pick<Day, 'me'>} day
 * @param {DrawnMatch} match
 */
export function mayDecide({ me }, { court }) {
  const isOurs = me.courts?.some((name) => name.toLowerCase() === court?.toLowerCase()) ?? true;
  return me.is_staff || (me.role === 'referee' && isOurs);
}

/**
 * The side of a match for which somebody may report its result.
 * @param {Pick<Day, 'me' | 'tournament'>} day
 * @param {DrawnMatch} match
 */
export function ownSide({ me, tournament }, match) {
  if (tournament.self_reports === null) return undefined;
  return me.entries.find(({ leads, participant_id }) => leads && isSide(match, participant_id))?.participant_id;
}

/**
 * What somebody can do with a match, as the words of a button; undefined: nothing.
 * @param {Day} day
 * @param {DrawnMatch} match
 */
export function actionOn(day, match) {
  if (day.tournament.phase === 'cancelled') return undefined;
  if (isReferee(day)) {
    if (isDecided(match)) return 'Correct';
    if (!isOpen(match)) return undefined;
    return match.report === 'disputed' ? 'Decide' : 'Enter result';
  }
  const own = ownSide(day, match);
  if (own === undefined || !isOpen(match)) return undefined;
  const isAnswered = day.reports.some(
    ({ match_id, participant_id }) => match_id === match.id && participant_id === own,
  );
  return isAnswered ? 'Change my report' : match.report === 'waiting' ? 'Answer the report' : 'Report result';
}
