import { z } from 'zod';
import { id } from '../fields.js';
import { participant, tournamentCore } from '../rest/tournaments.js';
import { defineEvent } from './cloud-event.js';

const named = z.object({ tournament_id: id, name: z.string() });

export const tournamentCreated = defineEvent(
  'tournaments',
  'gym.tournament.created.v1',
  z.object({ tournament: tournamentCore }),
  'There is a new tournament.',
);
export const tournamentDeleted = defineEvent(
  'tournaments',
  'gym.tournament.deleted.v1',
  named,
  'A tournament was deleted with all that belonged to it.',
);
export const participantRequested = defineEvent(
  'tournaments',
  'gym.participant.requested.v1',
  named.extend({ participant }),
  'Somebody asks to take part in a tournament.',
);
export const participantApproved = defineEvent(
  'tournaments',
  'gym.participant.approved.v1',
  named.extend({ participant }),
  'Somebody takes part in a tournament.',
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
  }),
  'A match has a result. Also published when a result is changed: `corrected` is true when there was one before.',
);
export const tournamentCompleted = defineEvent(
  'tournaments',
  'gym.tournament.completed.v1',
  named.extend({ winner: side }),
  'A tournament has a winner. Published again when the result of the final is changed.',
);

export const entrantForgotten = defineEvent(
  'tournaments',
  'gym.tournament.entrant-forgotten.v1',
  z.object({ user_id: id }),
  'The last step of the deletion of a user: the person is gone from all tournaments.',
);
