import { seasonsApi, tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { listLeaderboard } from '../store/leaderboard.js';
import { listSeasonPlaces } from '../store/seasons.js';
import type { Deps } from '../tournaments.js';
import { seasonById } from './seasons.js';

const mostListed = 1000;

export function leaderboard({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/leaderboard',
    summary:
      'Rank people over all tournaments: 3 points for a match won, 10 more for a tournament won; or by the points of a season',
    query: seasonsApi.leaderboardQuery,
    answer: { status: 200, schema: tournamentsApi.leaderboard },
    refusals: [404],
    invalidStatus: 400,
    async handle({ query: { season_id } }) {
      if (season_id === undefined) return listLeaderboard(database);
      const season = await seasonById(database, season_id);
      const rows = await listSeasonPlaces(database, season, { limit: mostListed, offset: 0 });
      return rows.map(({ user_id, user_name, points, results }) => ({
        user_id,
        user_name,
        total_score: points,
        tournaments: results,
      }));
    },
  });
}
