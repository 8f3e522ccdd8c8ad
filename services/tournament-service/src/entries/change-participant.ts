import type { tournamentsApi } from '@gym/contracts';
import { hasRole, type NewEvent, type OperationInput, type Transaction } from '@gym/service-kit';
import { requireStanding, type EntryAction } from '../domain/entry-status.js';
import { requireSetup } from '../domain/entries.js';
import { requireOwnEntry } from '../domain/permissions.js';
import type { LogDraft } from '../log.js';
import type { OpenDraw } from '../play/states.js';
import { presentParticipant } from '../presenters.js';
import type { ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { participantOf } from './find.js';

type Input = OperationInput<{ id: number; participant_id: number }, unknown, unknown, 'member'>;

export interface ParticipantChange {
  row: ParticipantRow;
  message: string;
  events: NewEvent[];
  log: LogDraft[];
  draws?: OpenDraw[];
}

/**
 * Does something to one participant, with the tournament locked.
 * @throws AppError 404, 403 for a member and somebody else's entry, 409 when their standing does not allow it
 */
export function changeParticipant(
  deps: Deps,
  input: Pick<Input, 'params' | 'caller' | 'req' | 'res'>,
  { action, afterDraw = false }: { action: EntryAction; afterDraw?: boolean },
  work: (tx: Transaction, tournament: TournamentRow, participant: ParticipantRow) => Promise<ParticipantChange>,
): Promise<{ participant: tournamentsApi.Participant; message: string }> {
  return changeTournament(deps, input, async (tx, tournament) => {
    const { caller, params } = input;
    const participant = await participantOf(tx, tournament.id, params.participant_id);
    requireOwnEntry(participant, { id: caller.id, isStaff: hasRole(caller, 'trainer') });
    requireStanding(participant, action);
    if (!afterDraw) requireSetup(tournament);
    const { row, message, ...change } = await work(tx, tournament, participant);
    return { ...change, answer: () => ({ participant: presentParticipant(row), message }) };
  });
}
