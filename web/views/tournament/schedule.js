/** @import { DrawnMatch } from '../../draw/types.d.ts' */
/** @import { Day, PlannedMatch, Schedule } from '../../types.d.ts' */
import { el, spoken } from '../../dom.js';
import { namesOf } from '../../draw/match-card.js';
import { groupBy } from '../../draw/parts.js';
import { isSide } from '../../draw/state.js';
import { matchTitle } from '../../draw/titles.js';
import { formatClock, formatDay } from '../../words.js';

/** Less is nothing to hurry or wait for. */
const lateMinutes = 5;

/**
 * When and where matches are to be played, day by day; what is over is folded away.
 * @param {Day} day
 * @param {Schedule} schedule
 */
export function scheduleTab(day, { planned, isMore, zone, expected }) {
  if (planned.length === 0) return [el('p', { class: 'quiet' }, 'No times have been planned.')];
  const days = groupBy(planned, ({ starts_at }) => formatDay(starts_at, zone));
  return [
    ...[...days].map(([date, onDay]) => {
      const [over, ahead] = [true, false].map((isOver) =>
        onDay.filter((slot) => (slot.finished_at !== null) === isOver),
      );
      return el(
        'section',
        { 'data-key': date },
        el('h2', {}, date),
        over !== undefined &&
          over.length > 0 &&
          el('details', {}, el('summary', {}, `${over.length} of ${onDay.length} are over`), list(over)),
        ahead !== undefined && ahead.length > 0 && list(ahead),
      );
    }),
    el(
      'p',
      { class: 'hint' },
      `Times are those of the place (${zone}).`,
      isMore && ` The first ${planned.length} matches.`,
    ),
  ];

  /** @param {PlannedMatch[]} slots */
  function list(slots) {
    return el('ol', { class: 'slots' }, slots.flatMap(slotItem));
  }

  /** @param {DrawnMatch} match */
  function namesOfBoth(match) {
    const isKnown = match.participant1_id !== null || match.participant2_id !== null;
    return isKnown ? namesOf(day, match).join(' – ') : 'Not known yet';
  }

  /** @param {PlannedMatch} slot */
  function slotItem({ match_id, court, starts_at, finished_at }) {
    const match = day.matches.find(({ id }) => id === match_id);
    if (match === undefined) return [];
    const real = finished_at === null ? expected.get(match_id) : undefined;
    const isMine = [...day.mine].some((entry) => isSide(match, entry));
    return [
      el(
        'li',
        { 'data-key': `slot-${match_id}`, class: isMine && 'me' },
        el(
          'p',
          { class: 'time' },
          el('time', { datetime: starts_at }, formatClock(starts_at, zone)),
          spoken(', '),
          el('span', {}, court.name),
        ),
        el(
          'p',
          {},
          el('b', {}, namesOfBoth(match), isMine && ' (you)'),
          el('span', { class: 'quiet' }, ` ${matchTitle(day, match)}`),
          real !== undefined &&
            real.late_minutes >= lateMinutes &&
            el('span', { class: 'late' }, ` Now rather at ${formatClock(real.starts_at, zone)}`),
        ),
      ),
    ];
  }
}
