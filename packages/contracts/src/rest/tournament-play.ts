import { z } from 'zod';
import { id, line, pathId } from '../fields.js';
import { match, matchPlace, participant } from './tournaments.js';

const count = z.number().min(0).max(1e9);
const pair = z.tuple([count, count]);
const ofMatch = { match_id: id };
const ofCategory = {
  category_id: id.optional().describe('whose draw it is; may be left out where there is one draw only'),
};
const stage = z.int().min(0).max(20).default(0);
const ofScore = { participant_id: id, workout: line(40), stage };
/** `annul` takes results in tables away from both sides. */
const earlier = z.enum(['keep', 'annul']).default('keep');

/** A result by play: one of winner, draw, points and games is enough; what is given must agree. */
export const playedResult = {
  winner_id: id.optional(),
  draw: z.literal(true).optional(),
  points: pair.optional().describe('of participant1 and participant2'),
  games: z
    .array(pair)
    .min(1)
    .max(99)
    .optional()
    .describe('points game by game; the match goes on until they decide it'),
  score: line(100).optional().describe('for people, instead of points and games'),
};

/** What can be done to a draw. */
export const playCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), ...ofMatch }),
  z.strictObject({ type: z.literal('report'), ...ofMatch, ...playedResult }),
  z.strictObject({
    type: z.literal('walkover'),
    ...ofMatch,
    winner_id: id,
    why: z.enum(['no-show', 'retired', 'disqualified', 'withdrawn']).default('no-show'),
  }),
  z.strictObject({ type: z.literal('no-show'), ...ofMatch }),
  z.strictObject({ type: z.literal('clear'), ...ofMatch }),
  z.strictObject({
    type: z.literal('score'),
    ...ofScore,
    status: z.enum(['finished', 'capped', 'dnf']).default('finished'),
    value: count.optional(),
    tie_break: count.optional(),
    unofficial: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('clear-score'), ...ofScore }),
  z.strictObject({ type: z.enum(['withdraw', 'disqualify']), participant_id: id, earlier }),
  z.strictObject({ type: z.literal('reinstate'), participant_id: id }),
  z.strictObject({ type: z.literal('next-round'), ...ofCategory }),
  z.strictObject({
    type: z.literal('draw-lots'),
    ...ofCategory,
    table: z.int().min(0).max(1000),
    order: z.array(id).min(2).max(1024).describe('participants who are level, the first one first'),
  }),
  z.strictObject({
    type: z.enum(['lock-seeds', 'unlock-seeds']),
    ...ofCategory,
    participants: z.array(id).min(1).max(1024),
  }),
  z.strictObject({
    type: z.literal('seed'),
    ...ofCategory,
    order: z.array(id).min(1).max(1024).describe('all participants, the top seed first'),
  }),
  z.strictObject({ type: z.enum(['undo', 'redo']), ...ofCategory }),
]);
export type PlayCommand = z.infer<typeof playCommand>;

export const play = z
  .strictObject({
    command: playCommand,
    correct: z.boolean().default(false).describe('a decided match is meant to change'),
    force: z.boolean().default(false).describe('takes away the later results that depend on it'),
    reason: line(500).optional(),
  })
  .meta({ id: 'Play' });

export const played = z
  .object({
    message: z.string(),
    draw_id: id,
    draw_version: z.int(),
    matches: z.array(match).describe('those that have changed'),
    reset: z.array(id).describe('matches that lost their result'),
    is_completed: z.boolean(),
  })
  .meta({ id: 'Played' });

const changedMatch = z.object({
  match_id: id.nullable().describe('null: a new one'),
  ...matchPlace,
  participant1_id: id.nullable(),
  participant2_id: id.nullable(),
  winner_id: id.nullable(),
});
export const playPreview = z
  .object({
    reset: z.array(id).describe('matches that would lose their result; without any no force is needed'),
    reset_scores: z.int().describe('scores of leaderboards that would be taken away'),
    matches: z.array(changedMatch).describe('those that would change, as they would be'),
    is_completed: z.boolean(),
  })
  .meta({ id: 'PlayPreview' });

export const drawQuery = z.object({ category_id: pathId.optional() });
const limit = z.coerce.number().int().min(1).max(1000).default(1000);
const cursor = pathId.optional().describe('the `next_cursor` of the page before');
export const ranksQuery = drawQuery.extend({ limit, cursor });
export const standingsQuery = drawQuery
  .extend({
    table: z.coerce.number().int().min(0).max(10_000).optional().describe('only this one; needed to turn pages'),
    limit: limit.describe('rows of each table'),
    cursor,
  })
  .refine(({ table, cursor: after }) => after === undefined || table !== undefined, {
    path: ['table'],
    message: 'must be given with a cursor',
  });

const workoutResult = z.object({
  workout: z.string(),
  place: z.int().nullable(),
  points: z.number(),
  status: z.enum(['finished', 'capped', 'dnf', 'wd']).nullable(),
  value: z.number().nullable(),
  tie_break: z.number().nullable(),
  unofficial: z.boolean(),
});
const place = {
  rank: z.int().describe('shared by those who are level'),
  participant,
  points: z.number(),
};
/** One row of a group or Swiss table. */
export const tableRow = z.object({
  ...place,
  played: z.int(),
  wins: z.int(),
  draws: z.int(),
  losses: z.int(),
  scored: z.number(),
  conceded: z.number(),
  tie_breaks: z.array(z.number().nullable()).describe('in the order of the rules'),
  explanation: z.string().nullable().describe('what puts this one before the next; null when they are level'),
});
export const boardRow = z.object({
  ...place,
  withdrawn: z.boolean(),
  unofficial: z.boolean(),
  results: z.array(workoutResult),
});

export const standingsTable = z.object({
  table: z.int().describe('its number in the draw, for lots'),
  stage: z.int(),
  kind: z.enum(['group', 'best', 'leaderboard']),
  group: z.int(),
  division: z.string().nullable(),
  is_over: z.boolean(),
  total: z.int().describe('rows of all pages'),
  rules: z.array(z.string()).describe('what decides, in order'),
  rows: z.array(tableRow),
  board: z.array(boardRow),
});
export const nextOfTable = z.string().nullable().describe('of the table asked for; null where its last row is shown');
export const standingsView = z
  .object({
    draw_id: id,
    draw_version: z.int(),
    category_id: id.nullable(),
    tables: z.array(standingsTable),
    next_cursor: nextOfTable,
  })
  .meta({ id: 'Standings' });

export const ranksView = z
  .object({
    draw_id: id,
    draw_version: z.int(),
    category_id: id.nullable(),
    is_completed: z.boolean(),
    ranks: z.array(z.object({ rank: z.int().nullable().describe('null while it is played for'), participant })),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'FinalRanks' });
