import { pathId } from '@gym/contracts';
import { z } from 'zod';

export const tournamentParams = z.object({ id: pathId });
export const participantParams = tournamentParams.extend({ participant_id: pathId });
export const matchParams = tournamentParams.extend({ match_id: pathId });
