import { pathId, tournamentsApi } from '@gym/contracts';
import { z } from 'zod';

export const tournamentParams = z.object({ id: pathId });
export const participantParams = tournamentParams.extend({ participant_id: pathId });
export const matchParams = tournamentParams.extend({ match_id: pathId });
export const categoryParams = tournamentParams.extend({ category_id: pathId });
export const courtParams = tournamentParams.extend({ court_id: pathId });
export const staffParams = tournamentParams.extend({ user_id: pathId });
export const seasonParams = z.object({ season_id: pathId });
export const playerParams = z.object({ user_id: pathId });
export const opponentParams = playerParams.extend({ opponent_id: pathId });
export const templateParams = z.object({ template_id: pathId });
export const slugParams = z.object({ slug: tournamentsApi.slug });
