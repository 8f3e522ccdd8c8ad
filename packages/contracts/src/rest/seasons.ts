import { z } from 'zod';
import { id, line, pathId } from '../fields.js';
import { isSpan, sensibleTime, spanRule } from './tournament-setup.js';

/** Tournaments of a span of time, and what places in them are worth. */
const shape = {
  name: line(120),
  starts_at: sensibleTime.describe('tournaments that start from then on'),
  ends_at: sensibleTime.describe('until before then'),
  points: z.array(z.int().min(0).max(1_000_000)).min(1).max(1000).describe('of the first place, the second, ...'),
  counting: z.int().min(1).max(1000).nullable().describe('so many results of a person count, the best ones; null: all'),
};

export const seasonInput = z
  .strictObject({ ...shape, counting: shape.counting.default(null) })
  .refine(isSpan, spanRule)
  .meta({ id: 'SeasonInput' });
export type SeasonInput = z.infer<typeof seasonInput>;
export const seasonPatch = z
  .strictObject(shape)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something')
  .refine(isSpan, spanRule)
  .meta({ id: 'SeasonPatch' });
export const season = z
  .object({
    id,
    name: z.string(),
    starts_at: z.string(),
    ends_at: z.string(),
    points: z.array(z.int()),
    counting: z.int().nullable(),
    created_by: id.nullable(),
  })
  .meta({ id: 'Season' });
export type Season = z.infer<typeof season>;

export const seasonQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: pathId.optional(),
});
export const seasonPage = z
  .object({ items: z.array(season), next_cursor: z.string().nullable() })
  .meta({ id: 'SeasonPage' });

/** `cursor`: the place of the last one of the page before. */
export const placeQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: pathId.optional(),
});
export const seasonTable = z
  .object({
    items: z.array(
      z.object({
        rank: z.int().describe('shared by those who have the same points'),
        user_id: id,
        user_name: z.string(),
        points: z.int(),
        results: z.int().describe('that count'),
        best_place: z.int(),
      }),
    ),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'SeasonTable' });
export const leaderboardQuery = z.object({ season_id: pathId.optional() });
