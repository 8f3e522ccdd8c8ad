import { z } from 'zod';
import { id } from '../fields.js';
import { participantCore, tournamentCore } from '../rest/tournaments.js';
import { phase, visibility } from '../rest/tournament-setup.js';
import { defineEvent } from './cloud-event.js';

const named = z.object({ tournament_id: id, name: z.string() });

const described = tournamentCore.extend({ phase: phase.optional(), visibility: visibility.optional() });
const userIds = z.array(id).describe('the people concerned who have an account; all of a team');

export const tournamentCreated = defineEvent(
  'tournaments',
  'gym.tournament.created.v1',
  z.object({ tournament: described }),
  'There is a new tournament; a draft is for staff until it is published.',
);
export const tournamentDeleted = defineEvent(
  'tournaments',
  'gym.tournament.deleted.v1',
  named,
  'A tournament was deleted with all that belonged to it.',
);
export const tournamentPublished = defineEvent(
  'tournaments',
  'gym.tournament.published.v1',
  z.object({ tournament: described }),
  'A draft is shown to everybody.',
);
export const tournamentUpdated = defineEvent(
  'tournaments',
  'gym.tournament.updated.v1',
  z.object({ tournament: described, changed: z.array(z.string()) }),
  'Settings of a tournament have changed.',
);
export const tournamentChanged = defineEvent(
  'tournaments',
  'gym.tournament.changed.v1',
  z.object({ tournament_id: id, version: z.int() }),
  'Something of a tournament is different now that no other event tells of: an order, a name, a category.',
);
export const tournamentCancelled = defineEvent(
  'tournaments',
  'gym.tournament.cancelled.v1',
  named.extend({ reason: z.string(), was_draft: z.boolean(), user_ids: userIds }),
  'A tournament does not take place.',
);
export const participantRequested = defineEvent(
  'tournaments',
  'gym.participant.requested.v1',
  named.extend({ participant: participantCore }),
  'Somebody asks to take part in a tournament.',
);
export const participantApproved = defineEvent(
  'tournaments',
  'gym.participant.approved.v1',
  named.extend({ participant: participantCore }),
  'Somebody takes part in a tournament.',
);
const somebody = z.object({ participant_id: id, user_id: id.nullable(), name: z.string() });
const concerned = named.extend({ participant: somebody, user_ids: userIds });
const leaving = concerned.extend({ reason: z.string().nullable(), had_place: z.boolean() });
export const participantWaitlisted = defineEvent(
  'tournaments',
  'gym.participant.waitlisted.v1',
  concerned,
  'Somebody waits for a place in a tournament.',
);
export const participantMovedUp = defineEvent(
  'tournaments',
  'gym.participant.moved-up.v1',
  concerned,
  'Somebody got a place from the waiting list and takes part.',
);
export const participantRejected = defineEvent(
  'tournaments',
  'gym.participant.rejected.v1',
  leaving,
  'A request to take part was refused.',
);
export const participantWithdrawn = defineEvent(
  'tournaments',
  'gym.participant.withdrawn.v1',
  leaving,
  'Somebody does not want to take part any more.',
);
export const participantDropped = defineEvent(
  'tournaments',
  'gym.participant.dropped.v1',
  leaving,
  'Somebody has lost the place for not checking in.',
);
export const participantDisqualified = defineEvent(
  'tournaments',
  'gym.participant.disqualified.v1',
  leaving,
  'Somebody may not take part any more.',
);
export const participantCheckedIn = defineEvent(
  'tournaments',
  'gym.participant.checked-in.v1',
  concerned,
  'Somebody is there.',
);
export const participantSubstituted = defineEvent(
  'tournaments',
  'gym.participant.substituted.v1',
  concerned.extend({ replaced: z.object({ user_id: id.nullable(), name: z.string() }) }),
  'Somebody takes the place of another one.',
);
export const categoryCompleted = defineEvent(
  'tournaments',
  'gym.category.completed.v1',
  named.extend({
    category_id: id,
    category: z.string(),
    winner: somebody,
    winners: z.array(somebody).optional().describe('all who share the first place'),
  }),
  'A category of a tournament has a winner. Published again when the result of the final is changed.',
);
export const bracketGenerated = defineEvent(
  'tournaments',
  'gym.bracket.generated.v1',
  named.extend({ rounds: z.int(), matches: z.int(), user_ids: z.array(id) }),
  'The matches of a tournament are drawn.',
);
const side = z.object({ participant_id: id, user_id: id.nullable(), name: z.string() });
export const matchFinished = defineEvent(
  'tournaments',
  'gym.match.finished.v1',
  named.extend({
    match_id: id,
    round: z.int(),
    match_number: z.int(),
    winner: side,
    loser: side.nullable(),
    score: z.string().nullable(),
    next_match_id: id.nullable(),
    corrected: z.boolean(),
    walkover: z.boolean().optional().describe('decided without play'),
    category_id: id.nullable().optional(),
  }),
  'A match has a result. Also published when a result is changed: `corrected` is true when there was one before.',
);
export const matchEndedLevel = defineEvent(
  'tournaments',
  'gym.match.ended-level.v1',
  named.extend({
    match_id: id,
    round: z.int(),
    match_number: z.int(),
    sides: z.array(side),
    score: z.string().nullable(),
    corrected: z.boolean(),
    category_id: id.nullable().optional(),
  }),
  'A match is over and nobody has won: a draw, or nobody came.',
);
const ofMatch = named.extend({
  match_id: id,
  category_id: id.nullable(),
  round: z.int(),
  match_number: z.int(),
});
export const matchCalled = defineEvent(
  'tournaments',
  'gym.match.called.v1',
  ofMatch.extend({
    court: z.string().nullable().describe('null: it was called by mistake'),
    sides: z.array(side),
    user_ids: userIds,
  }),
  'The people of a match are to come to a court.',
);
export const matchStarted = defineEvent(
  'tournaments',
  'gym.match.started.v1',
  ofMatch.extend({ sides: z.array(side) }),
  'A match is being played.',
);
const points = z.array(z.number()).length(2).describe('of both sides');
export const matchScore = defineEvent(
  'tournaments',
  'gym.match.score.v1',
  ofMatch.extend({
    games: z.array(points).describe('that are over'),
    live: z
      .object({ game: z.int(), points })
      .nullable()
      .describe('the game that is being played; of points within moments of each other the last ones'),
  }),
  'How a match stands that goes on.',
);
export const matchReported = defineEvent(
  'tournaments',
  'gym.match.reported.v1',
  ofMatch.extend({
    by: side,
    stands_at: z.string().nullable().describe('when the report counts without an answer; null: never'),
    user_ids: userIds.describe('the people of the other side, who are asked to report too'),
  }),
  'One side has reported the result of a match, and the other one has not yet.',
);
export const matchDisputed = defineEvent(
  'tournaments',
  'gym.match.disputed.v1',
  ofMatch.extend({ sides: z.array(side), user_ids: userIds }),
  'The sides of a match report different results: staff decide.',
);
export const roundDrawn = defineEvent(
  'tournaments',
  'gym.round.drawn.v1',
  named.extend({ round: z.int(), matches: z.int(), category_id: id.nullable(), user_ids: userIds }),
  'The next round of a Swiss tournament is drawn.',
);
export const bracketCorrected = defineEvent(
  'tournaments',
  'gym.bracket.corrected.v1',
  named.extend({
    category_id: id.nullable(),
    matches: z.array(id).describe('whose result or whose sides are others than before'),
    reset: z.array(id).describe('that lost their result'),
    reason: z.string().nullable().optional().describe('what the one who did it says'),
    user_ids: userIds,
  }),
  'Results that had been there have changed or are taken away.',
);
export const scheduleChanged = defineEvent(
  'tournaments',
  'gym.schedule.changed.v1',
  named.extend({
    matches: z
      .array(z.object({ match_id: id, court: z.string().nullable(), starts_at: z.string().nullable() }))
      .describe('that have another place than before, at most 500; null: none any more'),
    moved: z.int().describe('how many there are in all'),
    user_ids: userIds,
  }),
  'Matches of a tournament have another time or court.',
);
export const tournamentCompleted = defineEvent(
  'tournaments',
  'gym.tournament.completed.v1',
  named.extend({ winner: side, winners: z.array(side).optional().describe('all who share the first place') }),
  'A tournament has a winner. Published again when the result of the final is changed.',
);

export const entrantForgotten = defineEvent(
  'tournaments',
  'gym.tournament.entrant-forgotten.v1',
  z.object({ user_id: id }),
  'The last step of the deletion of a user: the person is gone from all tournaments.',
);
