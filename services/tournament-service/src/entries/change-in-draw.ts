import type { playApi, tournamentsApi } from '@gym/contracts';
import type { NewEvent, Transaction } from '@gym/service-kit';
import { perform } from '../play/perform.js';
import type { DrawStates, OpenDraw } from '../play/states.js';
import type { ParticipantRow } from '../store/participants.js';
import type { TournamentRow } from '../store/tournaments.js';
import { participantOf } from './find.js';

type Command = Extract<playApi.PlayCommand, { type: 'withdraw' | 'disqualify' | 'reinstate' }>;

/** Somebody who is in the draw leaves it, or is back: later matches are decided or open again. */
export async function changeInDraw(
  tx: Transaction,
  states: DrawStates,
  tournament: TournamentRow,
  command: Command,
  reason: string | undefined,
): Promise<{ row: ParticipantRow; events: NewEvent[]; draws: OpenDraw[] }> {
  const { events, draw } = await perform(tx, states, tournament, { command, reason });
  return { row: await participantOf(tx, tournament.id, command.participant_id), events, draws: [draw] };
}

export type Earlier = tournamentsApi.Leaving['earlier'];
