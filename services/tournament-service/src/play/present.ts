import type { playApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import type { z } from 'zod';
import { presentMatches } from '../presenters.js';
import { sidesOf } from '../store/matches.js';
import { findParticipants } from '../store/participants.js';
import type { Played } from './execute.js';

/** What came of a command. */
export async function presentPlayed(
  db: Queryable,
  tournamentId: number,
  { draw, changes, reset, isChanged }: Played,
): Promise<z.input<typeof playApi.played>> {
  const matches = changes.flatMap(({ after }) => (after === undefined || after.status === 'void' ? [] : [after]));
  const people = await findParticipants(db, tournamentId, [...new Set(matches.flatMap(sidesOf))]);
  return {
    message: isChanged ? 'Done.' : 'It was so already.',
    draw_id: draw.row.id,
    draw_version: draw.row.version,
    matches: presentMatches(matches, people),
    reset: reset.map((match) => match.id),
    is_completed: draw.row.is_completed,
  };
}
