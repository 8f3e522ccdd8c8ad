import type { Entrant, Head, Score, Stage, Table } from '@gym/tournament-engine';
import { z } from 'zod';
import { feed, occupant, range, target } from './match.js';

export const storedHead = z.object({
  version: z.int(),
  past: z.int().nullable(),
  future: z.int().nullable(),
  lockedSeeds: z.array(z.int()),
}) satisfies z.ZodType<Head>;

export const storedEntrant = z.object({
  number: z.int(),
  id: z.int(),
  absence: z
    .object({
      reason: z.enum(['withdrawn', 'disqualified']),
      tables: z.array(z.int()),
      earlier: z.enum(['keep', 'annul']),
    })
    .nullable(),
}) satisfies z.ZodType<Entrant>;

/** Its plan is that of the draw. */
export const storedStage = z.object({
  id: z.int(),
  ranges: z.array(range),
  tables: range,
  open: z.int(),
}) satisfies z.ZodType<Omit<Stage, 'plan'>>;

export const storedTable = z.object({
  id: z.int(),
  stage: z.int(),
  kind: z.enum(['group', 'best']),
  number: z.int(),
  members: z.array(occupant),
  feeds: z.array(feed),
  division: z.string().nullable(),
  ranges: z.array(range),
  scores: z.array(range),
  open: z.int(),
  order: z.array(z.int()).nullable(),
  lots: z.array(z.int()).nullable(),
  targets: z.array(target.nullable()),
}) satisfies z.ZodType<Table>;

const mark = z.object({
  status: z.enum(['finished', 'capped', 'dnf']),
  value: z.number().exactOptional(),
  tieBreak: z.number().exactOptional(),
  unofficial: z.boolean().exactOptional(),
});
export const storedScore = z.object({
  id: z.int(),
  stage: z.int(),
  table: z.int(),
  member: z.int(),
  workout: z.int(),
  mark: mark.nullable(),
  entrant: occupant,
  isOpen: z.boolean(),
}) satisfies z.ZodType<Score>;
