import { z } from 'zod';
import { id, pathId } from '../fields.js';
import { boardRow, nextOfTable, standingsQuery, standingsTable, tableRow } from './tournament-play.js';
import { scheduleQuery } from './tournament-schedule.js';
import { phase, prize, slug } from './tournament-setup.js';
import { match, tournament } from './tournaments.js';

/** What everybody may see. People are names with a number within their tournament: no account, no answers. */

/** By slug, or by id for tournaments that have none. */
export const publicName = z.union([slug, pathId.transform(String)]);

/** Unknown parameters are refused: they would only be other names for the same answer. */
export const publicListQuery = z.strictObject({
  phase: phase.exclude(['draft']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: pathId.optional().describe('`next_cursor` of the page before'),
});
export const publicScheduleQuery = scheduleQuery.strict();
export const publicStandingsQuery = standingsQuery.strict();
export const noQuery = z.strictObject({});

export const publicTournament = tournament
  .pick({
    id: true,
    slug: true,
    name: true,
    start_date: true,
    tournament_type: true,
    status: true,
    phase: true,
    max_participants: true,
    participant_count: true,
    version: true,
    registration_opens_at: true,
    registration_closes_at: true,
    check_in_opens_at: true,
    check_in_closes_at: true,
  })
  .meta({ id: 'PublicTournament' });
export type PublicTournament = z.infer<typeof publicTournament>;

export const publicTournamentPage = z
  .object({ items: z.array(publicTournament), next_cursor: z.string().nullable() })
  .meta({ id: 'PublicTournamentPage' });

export const publicTournamentDetail = publicTournament
  .extend({
    description: z.string(),
    rules: z.string(),
    venue: z.string().nullable(),
    prizes: z.array(prize),
    categories: z.array(
      z.object({
        id,
        name: z.string(),
        max_participants: z.int().nullable(),
        participant_count: z.int(),
        is_drawn: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'PublicTournamentDetail' });

export const publicParticipant = z
  .object({ id, name: z.string(), seed: z.int().nullable(), category_id: id.nullable() })
  .meta({ id: 'PublicParticipant' });
export type PublicParticipant = z.infer<typeof publicParticipant>;

export const publicParticipantQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  cursor: pathId.optional().describe('`next_cursor` of the page before'),
});
export const publicParticipantPage = z
  .object({ items: z.array(publicParticipant), next_cursor: z.string().nullable() })
  .meta({ id: 'PublicParticipantPage' });

export const publicMatch = match
  .omit({ tournament_id: true, report: true, participant1: true, participant2: true, winner: true, created_at: true })
  .extend({ participant1_id: id.nullable(), participant2_id: id.nullable() })
  .meta({ id: 'PublicMatch' });
export type PublicMatch = z.infer<typeof publicMatch>;

export const publicBracket = z
  .object({
    tournament: publicTournament,
    matches: z.array(publicMatch),
    participants: z.array(publicParticipant).describe('everybody whom a match names'),
  })
  .meta({ id: 'PublicBracket' });

const person = { participant: publicParticipant };
export const publicTable = standingsTable.extend({
  rows: z.array(tableRow.extend(person)),
  board: z.array(boardRow.extend(person)),
});
/** One entry for each draw: of the tournament, or of its categories. */
const ofDraws = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ tournament: publicTournament, draws: z.array(z.object({ category_id: id.nullable(), ...shape })) });
export const publicStandings = ofDraws({ tables: z.array(publicTable), next_cursor: nextOfTable }).meta({
  id: 'PublicStandings',
});
export const publicRanks = ofDraws({
  is_completed: z.boolean(),
  ranks: z.array(z.object({ rank: z.int().nullable().describe('null while it is played for'), ...person })),
}).meta({ id: 'PublicRanks' });

/** Between services: which of these anybody may watch. */
export const watchableQuery = z.object({
  ids: z
    .string()
    .regex(/^[1-9]\d{0,9}(,[1-9]\d{0,9}){0,19}$/)
    .transform((text) => text.split(',').map(Number))
    .pipe(z.array(id)),
});
export const watchable = z.object({ ids: z.array(id) });
