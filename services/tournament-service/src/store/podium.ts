import { playersApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import type { z } from 'zod';

type PodiumDraw = z.infer<typeof playersApi.podium>['draws'][number];

/** The first three places of every draw, and whoever shares them; empty while a draw goes on. */
export async function listPodiums(db: Queryable, tournamentId: number): Promise<PodiumDraw[]> {
  const { rows } = await db.query(
    `select category_id, categories.name as category, completed_at is not null as is_completed, places
     from draws left join tournament_categories categories on categories.id = category_id
     cross join lateral (
       select coalesce(jsonb_agg(place order by rank, seed), '[]') as places from (
         select rank, seed, jsonb_build_object('rank', rank, 'participant_id', participants.id, 'user_id', user_id,
           'name', name) as place
         from draw_ranks join participants on participants.id = participant_id
         where draw_id = draws.id and rank <= 3 order by rank, seed limit 100
       ) first
     ) podium
     where draws.tournament_id = $1 order by category_id nulls first`,
    [tournamentId],
  );
  return playersApi.podium.shape.draws.parse(rows);
}
