import type { NewEvent, Transaction } from '@gym/service-kit';
import { changedEvent } from './events/tournaments.js';
import { logged } from './log.js';
import { forgetAvailability } from './store/availability.js';
import { deleteAddress } from './store/calendar-addresses.js';
import { forgetActor } from './store/log.js';
import { entriesOfUser, forgetEntry } from './store/participants.js';
import { forgetRatings } from './store/ratings.js';
import { forgetReporter } from './store/reports.js';
import { forgetRosterMember } from './store/rosters.js';
import { forgetSeasonMaker } from './store/seasons.js';
import { forgetStaff } from './store/staff.js';
import { lockTournament } from './store/tournaments.js';
import { recordLog } from './tournaments.js';

/**
 * Somebody's account is gone: requests end, and who has a place keeps it without a name. Tournaments are locked
 * one after the other in the order of their ids, so that two people can be forgotten at once.
 * @returns what those have to know who show the names
 */
export async function forgetUser(tx: Transaction, userId: number): Promise<NewEvent[]> {
  const events: NewEvent[] = [];
  for (const entry of await entriesOfUser(tx, userId)) {
    const tournament = await lockTournament(tx, entry.tournament_id);
    if (tournament === undefined) continue;
    await forgetAvailability(tx, entry.id);
    await forgetEntry(tx, entry.id);
    const payload = { participant_id: entry.id };
    const entries = [logged('participant.forgotten', payload, { participants: [entry.id] })];
    events.push(changedEvent(await recordLog(tx, tournament, null, entries)));
  }
  await forgetRosterMember(tx, userId);
  await forgetReporter(tx, userId);
  await forgetStaff(tx, userId);
  await forgetSeasonMaker(tx, userId);
  await forgetRatings(tx, userId);
  await deleteAddress(tx, userId);
  await forgetActor(tx, userId);
  return events;
}
