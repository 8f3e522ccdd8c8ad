import type { Transaction } from '@gym/service-kit';
import { logged } from './log.js';
import { appendLog, forgetActor } from './store/log.js';
import { entriesOfUser, forgetEntry } from './store/participants.js';
import { lockTournament, setVersion } from './store/tournaments.js';

/**
 * Somebody's account is gone. Tournaments are locked one after the other in the order of their ids, so that two people
 * can be forgotten at once.
 */
export async function forgetUser(tx: Transaction, userId: number): Promise<void> {
  for (const entry of await entriesOfUser(tx, userId)) {
    const tournament = await lockTournament(tx, entry.tournament_id);
    if (tournament === undefined) continue;
    await forgetEntry(tx, entry.id);
    const log = logged('participant.forgotten', { participant_id: entry.id }, { participants: [entry.id] });
    await appendLog(tx, { tournamentId: tournament.id, after: tournament.version, actorId: null }, [log]);
    await setVersion(tx, tournament.id, tournament.version + 1);
  }
  await forgetActor(tx, userId);
}
