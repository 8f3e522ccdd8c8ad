import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { listLeaderboard } from '../store/leaderboard.js';
import type { Deps } from '../tournaments.js';

export function leaderboard({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/leaderboard',
    summary: 'Rank people over all tournaments: 3 points for a match won, 10 more for a tournament won',
    answer: { status: 200, schema: tournamentsApi.leaderboard },
    handle: () => listLeaderboard(database),
  });
}
