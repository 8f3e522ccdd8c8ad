import type { tournamentsApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import { presentMatches, presentParticipant } from './presenters.js';
import { readMatchDay } from './store/match-day.js';
import { listMatches } from './store/matches.js';
import { listParticipants } from './store/participants.js';

/**
 * The matches of a tournament with the people in them: three queries for any size. Participants are read last, so
 * everybody whom a match names is among them.
 */
export async function readBracket(
  db: Queryable,
  tournamentId: number,
): Promise<{ bracket: tournamentsApi.Match[]; participants: tournamentsApi.Participant[] }> {
  const matches = await listMatches(db, tournamentId);
  const day = await readMatchDay(db, tournamentId);
  const participants = await listParticipants(db, tournamentId);
  return { bracket: presentMatches(matches, participants, day), participants: participants.map(presentParticipant) };
}
