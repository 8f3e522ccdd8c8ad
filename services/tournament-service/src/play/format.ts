import { tournamentsApi } from '@gym/contracts';
import type { TournamentRow } from '../store/tournaments.js';

/** How a tournament is played: its type with its options, and what was left out in the usual way. */
export function formatOf({
  tournament_type,
  format,
}: Pick<TournamentRow, 'tournament_type' | 'format'>): tournamentsApi.Format {
  return tournamentsApi.format.parse({ ...format, tournament_type });
}
