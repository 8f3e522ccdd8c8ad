import type { Transaction } from '@gym/service-kit';
import { logged } from './log.js';
import { forgetAvailability } from './store/availability.js';
import { forgetActor } from './store/log.js';
import { entriesOfUser, forgetEntry } from './store/participants.js';
import { forgetRatings } from './store/ratings.js';
import { forgetRosterMember } from './store/rosters.js';
import { forgetSeasonMaker } from './store/seasons.js';
import { forgetStaff } from './store/staff.js';
import { lockTournament } from './store/tournaments.js';
import { recordLog } from './tournaments.js';

/**
 * Somebody's account is gone: requests end, and who has a place keeps it without a name. Tournaments are locked
 * one after the other in the order of their ids, so that two people can be forgotten at once.
 */
export async function forgetUser(tx: Transaction, userId: number): Promise<void> {
  for (const entry of await entriesOfUser(tx, userId)) {
    const tournament = await lockTournament(tx, entry.tournament_id);
    if (tournament === undefined) continue;
    await forgetAvailability(tx, entry.id);
    await forgetEntry(tx, entry.id);
    const payload = { participant_id: entry.id };
    await recordLog(tx, tournament, null, [logged('participant.forgotten', payload, { participants: [entry.id] })]);
  }
  await forgetRosterMember(tx, userId);
  await forgetStaff(tx, userId);
  await forgetSeasonMaker(tx, userId);
  await forgetRatings(tx, userId);
  await forgetActor(tx, userId);
}
