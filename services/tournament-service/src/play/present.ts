import type { playApi } from '@gym/contracts';
import type { z } from 'zod';
import { presentMatches } from '../presenters.js';
import type { Played } from './execute.js';

/** What came of a command. */
export function presentPlayed({ draw, changes, reset, people, isChanged }: Played): z.input<typeof playApi.played> {
  const matches = changes.flatMap(({ after }) => (after === undefined || after.status === 'void' ? [] : [after]));
  return {
    message: isChanged ? 'Done.' : 'It was so already.',
    draw_id: draw.row.id,
    draw_version: draw.row.version,
    matches: presentMatches(matches, [...people.values()]),
    reset: reset.map((match) => match.id),
    is_completed: draw.row.is_completed,
  };
}
