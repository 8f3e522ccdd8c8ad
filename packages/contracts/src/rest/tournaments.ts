import { z } from 'zod';
import { id, line, pathId } from '../fields.js';
import { answers, categoryRule, question } from './entry-questions.js';
import { tournamentType } from './tournament-formats.js';
import { approval, phase, prize, selfReports, teamRule, visibility } from './tournament-setup.js';

export * from './entry-questions.js';
export * from './tournament-formats.js';
export * from './tournament-setup.js';
export * from './tournament-entries.js';

export const maxParticipants = 1024;

/** What events say of a tournament: fields are only ever added as optional ones. */
export const tournamentCore = z.object({
  id,
  name: z.string(),
  start_date: z.string(),
  max_participants: z.int(),
  tournament_type: tournamentType,
  status: z.enum(['setup', 'active', 'completed']),
  created_at: z.string(),
  created_by: id.nullable(),
  participant_count: z.int(),
});

const moment = z.string().nullable();
export const tournament = tournamentCore
  .extend({
    status: z
      .enum(['setup', 'active', 'completed'])
      .describe('a coarser view of `phase`; a cancelled one is completed'),
    version: z.int().describe('grows with every change; the ETag of the tournament'),
    phase,
    slug: z.string().nullable(),
    visibility,
    approval,
    waiting_list: z.boolean(),
    team: teamRule.nullable(),
    self_reports: selfReports.nullable().describe('null: staff and referees enter results'),
    format: z.record(z.string(), z.unknown()),
    registration_opens_at: moment,
    registration_closes_at: moment,
    check_in_opens_at: moment,
    check_in_closes_at: moment,
    cancel_reason: z.string().nullable(),
  })
  .meta({ id: 'Tournament' });
export type Tournament = z.infer<typeof tournament>;

export const category = z
  .object({
    id,
    name: z.string(),
    rules: z.array(categoryRule),
    max_participants: z.int().nullable(),
    participant_count: z.int(),
    is_drawn: z.boolean(),
  })
  .meta({ id: 'Category' });
export type Category = z.infer<typeof category>;

export const tournamentDetail = tournament
  .extend({
    description: z.string(),
    rules: z.string(),
    venue: z.string().nullable(),
    prizes: z.array(prize),
    questions: z.array(question),
    categories: z.array(category),
  })
  .meta({ id: 'TournamentDetail' });
export type TournamentDetail = z.infer<typeof tournamentDetail>;

/** What events say of a participant: fields are only ever added as optional ones. */
export const participantCore = z.object({
  id,
  tournament_id: id,
  user_id: id.nullable(),
  name: z.string(),
  seed: z.int().nullable(),
  status: z.enum(['pending', 'approved']),
  created_at: z.string(),
});

/**
 * `waitlisted` waits for a place. Who was `rejected`, has `withdrawn`, `dropped` out for not checking in, or was
 * `disqualified` has none.
 */
export const entryStatus = z.enum([
  'pending',
  'approved',
  'waitlisted',
  'rejected',
  'withdrawn',
  'dropped',
  'disqualified',
]);
export type EntryStatus = z.infer<typeof entryStatus>;

export const participant = participantCore
  .extend({ status: entryStatus, category_id: id.nullable(), checked_in_at: moment })
  .meta({ id: 'Participant' });
export type Participant = z.infer<typeof participant>;

/** `bye`: needs no play. `waiting`: a side is not known. `walkover`: decided without play. */
export const matchStatus = z.enum(['void', 'bye', 'waiting', 'ready', 'running', 'walkover', 'played']);
export type MatchStatus = z.infer<typeof matchStatus>;

/** Where a match is in its draw, and how it stands, for lists that show less of it than `match`. */
export const matchPlace = {
  stage: z.int(),
  section: z.string(),
  group: z.int().nullable(),
  round: z.int(),
  match_number: z.int(),
  status: matchStatus,
};

const pair = z.tuple([z.number(), z.number()]);
export const match = z
  .object({
    id,
    tournament_id: id,
    category_id: id.nullable(),
    round: z.int(),
    match_number: z.int(),
    participant1: participant.nullable(),
    participant2: participant.nullable(),
    winner_id: id.nullable(),
    winner: participant.nullable(),
    score: z.string().nullable(),
    is_bye: z.boolean().describe('needs no play: one side stays empty, the other one moves on'),
    next_match_id: id.nullable().describe('where the winner goes; null for the final'),
    loser_match_id: id.nullable().describe('where the loser goes on'),
    stage: z.int().describe('from 0'),
    section: z.string().describe('main, winners, losers, final, reset, group, swiss, ladder, custom, places-3, ...'),
    group: z.int().nullable(),
    best_of: z.int(),
    status: matchStatus,
    points: pair.nullable().describe('of participant1 and participant2; games won in a best of several'),
    games: z.array(pair).describe('points game by game'),
    court: z.string().optional().describe('where it was called to'),
    called_at: z.string().optional(),
    live: z
      .object({ game: z.int(), points: pair })
      .optional()
      .describe('the game that is being played, in lists of matches'),
    report: z.enum(['waiting', 'disputed']).optional().describe('what its sides have reported themselves'),
    created_at: z.string(),
  })
  .meta({ id: 'Match' });
export type Match = z.infer<typeof match>;

/** What somebody who enters says beside their name. */
const entering = {
  answers: answers.optional(),
  category_id: id.optional().describe('the category, where there are any; left out it follows from the answers'),
};
export const rosterMember = z.object({
  name: line(120),
  user_id: id.nullable().default(null),
  role: z.enum(['captain', 'member', 'reserve']).default('member'),
});
export type RosterMember = z.infer<typeof rosterMember>;
const roster = z.array(rosterMember).min(1).max(70);

export const joining = z.object({ name: line(120), ...entering, roster: roster.optional() }).meta({ id: 'Joining' });
export type Joining = z.infer<typeof joining>;
export const entries = z
  .object({
    participants: z
      .array(z.object({ name: line(120), user_id: id.optional(), ...entering, roster: roster.optional() }))
      .min(1)
      .max(maxParticipants),
    late: z
      .boolean()
      .default(false)
      .describe('by staff after the draw: takes a bye, joins the next Swiss round or a leaderboard, or is drawn anew'),
  })
  .meta({ id: 'Entries' });
export const participantDetail = participant
  .extend({
    answers: answers.nullable().describe('null for those who may not know'),
    reason: z.string().nullable(),
    roster: z.array(rosterMember),
  })
  .meta({ id: 'ParticipantDetail' });
/** Without `limit` the list has the old shape: everybody who takes part or asks to. */
export const participantQuery = z.object({
  q: z.string().trim().min(1).max(120).optional(),
  status: entryStatus.optional(),
  category_id: pathId.optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
  cursor: pathId.optional(),
});
export const participantPage = z
  .object({ items: z.array(participant), next_cursor: z.string().nullable() })
  .meta({ id: 'ParticipantPage' });
export const newRoster = z.object({ members: roster }).meta({ id: 'NewRoster' });
/** One of winner, draw, points and games is enough; what is given must agree. */
export function saysOutcome(given: {
  winner_id?: unknown;
  draw?: unknown;
  points?: unknown;
  games?: unknown;
}): boolean {
  return [given.winner_id, given.draw, given.points, given.games].some((part) => part !== undefined);
}
export const outcomeRule = { path: ['winner_id'], message: 'is required' };
export const result = z
  .object({
    winner_id: id.optional(),
    score: line(100).optional().describe('for people, instead of points and games'),
    draw: z.literal(true).optional(),
    points: pair.optional().describe('of participant1 and participant2'),
    games: z.array(pair).min(1).max(99).optional(),
    correct: z.boolean().default(true).describe('false: a decided match stays as it is'),
    force: z.boolean().default(false).describe('takes away the later results that depend on it'),
    reason: line(500).optional(),
  })
  .refine(saysOutcome, outcomeRule)
  .meta({ id: 'Result' });
export type Result = z.infer<typeof result>;

export const drawing = z.object({ category_id: id.optional() }).meta({ id: 'Drawing' });
export const tournamentCreated = z.object({ tournament, message: z.string() }).meta({ id: 'TournamentCreated' });

/** The rows a list answers at most, whether or not a `limit` was given. */
export const maxListed = 1000;
/** Without `limit` the list has the old shape. `cursor` is the `next_cursor` of the page before. */
export const listQuery = z.object({
  limit: pathId.refine((value) => value <= maxListed, `must not be more than ${maxListed}`).optional(),
  cursor: pathId.optional(),
});
export const tournamentList = z.object({ tournaments: z.array(tournament) }).meta({ id: 'TournamentList' });
export const tournamentPage = z
  .object({ items: z.array(tournament), next_cursor: z.string().nullable() })
  .meta({ id: 'TournamentPage' });

export const health = z.object({ status: z.literal('healthy'), service: z.string() });
export const message = z.object({ message: z.string() }).meta({ id: 'Message' });
export const participantChanged = z.object({ participant, message: z.string() }).meta({ id: 'ParticipantChanged' });
export const participantsAdded = z
  .object({ participants: z.array(participant), message: z.string() })
  .meta({ id: 'ParticipantsAdded' });
export const bracketDrawn = z
  .object({ message: z.string(), rounds: z.int(), matches: z.int() })
  .meta({ id: 'BracketDrawn' });
export const bracketView = z
  .object({ tournament, bracket: z.array(match), participants: z.array(participant) })
  .meta({ id: 'BracketView' });
export const resultReported = z.object({ message: z.string(), bracket: match }).meta({ id: 'ResultReported' });
export const leaderboard = z
  .array(z.object({ user_id: id, user_name: z.string(), total_score: z.int(), tournaments: z.int() }))
  .meta({ id: 'Leaderboard' });
