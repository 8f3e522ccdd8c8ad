import { z } from 'zod';
import { id, pathId, timeCursor } from '../fields.js';
import { phase } from './tournament-setup.js';
import { tournamentType } from './tournament-formats.js';

const rating = z.object({
  rating: z.number(),
  deviation: z.number().describe('how sure it is: two of them each way hold the real strength in 19 of 20 cases'),
});
const record = { matches: z.int(), wins: z.int(), draws: z.int(), losses: z.int() };

export const player = z
  .object({
    user_id: id,
    name: z.string(),
    tournaments: z.int(),
    titles: z.int(),
    podiums: z.int(),
    ...record,
    rating: rating.extend({ is_provisional: z.boolean() }).nullable(),
  })
  .meta({ id: 'Player' });

/** Newest first; `cursor` is what `next_cursor` of the page before said. */
export const playerQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: pathId.optional(),
});
const page = <Item extends z.ZodType>(item: Item, name: string) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() }).meta({ id: name });

const entry = z.object({
  participant_id: id,
  tournament: z.object({ id, name: z.string(), start_date: z.string(), tournament_type: tournamentType, phase }),
  category: z.string().nullable(),
  name: z.string(),
  seed: z.int(),
  rank: z.int().nullable().describe('null until the draw is over'),
  ...record,
});
export const history = page(entry, 'PlayerHistory');

const opponent = z.object({ user_id: id, name: z.string(), ...record });
export const opponents = page(opponent, 'Opponents');

const meeting = z.object({
  match_id: id,
  tournament_id: id,
  tournament: z.string(),
  round: z.int(),
  score: z.string().nullable().describe('as it was entered: the first number is that of the first side'),
  is_first: z.boolean().describe('the player was the first side'),
  outcome: z.enum(['won', 'drawn', 'lost']),
});
export const meetings = page(meeting, 'Meetings');

export const ratingQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: timeCursor.optional(),
});
const ratingPoint = rating.extend({
  at: z.string(),
  tournament_id: id,
  tournament: z.string(),
  games: z.int(),
});
export const ratings = page(ratingPoint, 'RatingCurve');

export const podium = z
  .object({
    draws: z.array(
      z.object({
        category_id: id.nullable(),
        category: z.string().nullable(),
        is_completed: z.boolean(),
        places: z.array(z.object({ rank: z.int(), participant_id: id, user_id: id.nullable(), name: z.string() })),
      }),
    ),
  })
  .meta({ id: 'Podium' });
