import { playersApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import { z } from 'zod';

const { player, history, opponents, meetings, ratings } = playersApi;

/** Deviations above say little; about ten matches bring it below. */
const provisionalDeviation = 110;

/** How often the entries in `entry` won, drew and lost by play: two looks into indexes for each entry. */
const record = `
  cross join lateral (
    select count(*)::integer as matches, count(*) filter (where winner_id = entry.id)::integer as wins,
      count(*) filter (where winner_id is null)::integer as draws,
      count(*) filter (where winner_id <> entry.id)::integer as losses
    from (
      select winner_id from matches where participant1_id = entry.id and status = 'played'
      union all select winner_id from matches where participant2_id = entry.id and status = 'played'
    ) own
  ) record`;

const playerRow = player.omit({ rating: true }).extend({
  rating: z.number().nullable(),
  deviation: z.number().nullable(),
});

/** Somebody who was drawn into a tournament at least once, under the name of their last entry. */
export async function findPlayer(db: Queryable, userId: number): Promise<z.infer<typeof player> | undefined> {
  const { rows } = await db.query(
    `select $1::integer as user_id, name, tournaments, titles, podiums, matches, wins, draws, losses, rating, deviation
     from (
       select (array_agg(name order by id desc))[1] as name, count(distinct tournament_id)::integer as tournaments,
         coalesce(sum(titles), 0)::integer as titles, coalesce(sum(podiums), 0)::integer as podiums,
         sum(matches)::integer as matches, sum(wins)::integer as wins, sum(draws)::integer as draws,
         sum(losses)::integer as losses
       from participants entry ${record}
       left join lateral (
         select count(*) filter (where rank = 1) as titles, count(*) filter (where rank <= 3) as podiums
         from draw_ranks where participant_id = entry.id
       ) ranks on true
       where user_id = $1 and seed is not null having count(*) > 0
     ) totals
     left join lateral (
       select rating, deviation from rating_points where user_id = $1 order by at desc, draw_id desc limit 1
     ) latest on true`,
    [userId],
  );
  if (rows[0] === undefined) return undefined;
  const { rating, deviation, ...rest } = playerRow.parse(rows[0]);
  if (rating === null || deviation === null) return { ...rest, rating: null };
  return { ...rest, rating: { rating, deviation, is_provisional: deviation > provisionalDeviation } };
}

interface Page {
  limit: number;
  /** The last id of the page before. */
  before: number | undefined;
}

/** Entries that were drawn, newest first. */
export async function listHistory(
  db: Queryable,
  userId: number,
  { limit, before }: Page,
): Promise<z.infer<typeof history>['items']> {
  const { rows } = await db.query(
    `select entry.id as participant_id, entry.name, seed, rank, categories.name as category, record.*,
       jsonb_build_object('id', tournaments.id, 'name', tournaments.name, 'start_date', start_date,
         'tournament_type', tournament_type, 'phase', phase) as tournament
     from participants entry
     join tournaments on tournaments.id = entry.tournament_id
     left join tournament_categories categories on categories.id = category_id
     left join lateral (select rank from draw_ranks where participant_id = entry.id order by rank limit 1) ranks on true
     ${record}
     where user_id = $1 and seed is not null and entry.id < $2 order by entry.id desc limit $3`,
    [userId, before ?? 2 ** 31 - 1, limit],
  );
  return history.shape.items.parse(rows);
}

/** The matches of a person that were played: of each the entry, that of the opponent, and whether it was the first side. */
const played = `
  select matches.*, entry.id as own_id, participant2_id as opponent_id, true as is_first
  from participants entry join matches on participant1_id = entry.id and matches.status = 'played' where user_id = $1
  union all
  select matches.*, entry.id as own_id, participant1_id as opponent_id, false as is_first
  from participants entry join matches on participant2_id = entry.id and matches.status = 'played' where user_id = $1`;

/** Those with an account, whom one has met most often first. */
export async function listOpponents(
  db: Queryable,
  userId: number,
  { limit, offset }: { limit: number; offset: number },
): Promise<z.infer<typeof opponents>['items']> {
  const { rows } = await db.query(
    `select opponent.user_id, (array_agg(opponent.name order by opponent.id desc))[1] as name,
       count(*)::integer as matches, count(*) filter (where winner_id = own_id)::integer as wins,
       count(*) filter (where winner_id is null)::integer as draws,
       count(*) filter (where winner_id = opponent_id)::integer as losses
     from (${played}) game join participants opponent on opponent.id = opponent_id
     where opponent.user_id is not null
     group by opponent.user_id order by matches desc, opponent.user_id limit $2 offset $3`,
    [userId, limit, offset],
  );
  return opponents.shape.items.parse(rows);
}

/** Every match between two people, newest first. */
export async function listMeetings(
  db: Queryable,
  userId: number,
  opponentId: number,
  { limit, before }: Page,
): Promise<z.infer<typeof meetings>['items']> {
  const { rows } = await db.query(
    `select game.id as match_id, game.tournament_id, tournaments.name as tournament, round, score, is_first,
       case when winner_id is null then 'drawn' when winner_id = own_id then 'won' else 'lost' end as outcome
     from (${played}) game join participants opponent on opponent.id = opponent_id
     join tournaments on tournaments.id = game.tournament_id
     where opponent.user_id = $2 and game.id < $3 order by game.id desc limit $4`,
    [userId, opponentId, before ?? 2 ** 31 - 1, limit],
  );
  return meetings.shape.items.parse(rows);
}

const pointRow = ratings.shape.items.element.extend({ at: z.date(), draw_id: z.int() });
export type RatingRow = z.infer<typeof pointRow>;

/** The curve of a rating, newest first. @param before the place of the last one of the page before */
export async function listRatings(
  db: Queryable,
  userId: number,
  { limit, before }: { limit: number; before: { at: Date; drawId: number } | undefined },
): Promise<RatingRow[]> {
  const { rows } = await db.query(
    `select at, rating, deviation, games, draw_id, tournament_id, tournaments.name as tournament
     from rating_points join draws on draws.id = draw_id join tournaments on tournaments.id = tournament_id
     where user_id = $1 and (at, draw_id) < ($2::timestamptz, $3::integer) order by at desc, draw_id desc limit $4`,
    [userId, before?.at ?? 'infinity', before?.drawId ?? 0, limit],
  );
  return rows.map((row) => pointRow.parse(row));
}
