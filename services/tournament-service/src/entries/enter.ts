import type { NewEvent, Transaction } from '@gym/service-kit';
import { invalidFields, type FieldFault } from '@gym/service-kit/errors';
import { answerFaults } from '../domain/answers.js';
import { categoryFor } from '../domain/categories.js';
import { doubleEntries, requireEntering, requireRoom, standingOf, type Actor, type Entry } from '../domain/entries.js';
import { placesOf } from '../domain/places.js';
import { rosterFaults, startingRoster } from '../domain/roster.js';
import { requireRegistration } from '../domain/windows.js';
import { enteredEvent } from '../events/participants.js';
import { logged, type LogDraft } from '../log.js';
import { listCategories } from '../store/categories.js';
import { findDetails } from '../store/details.js';
import {
  countEntries,
  enterAgain,
  insertParticipants,
  type NewParticipant,
  type ParticipantRow,
} from '../store/participants.js';
import { countPlaces, type TournamentRow } from '../store/tournaments.js';
import { fillRoster } from './fill-roster.js';

export interface Entering {
  actor: Actor;
  entries: Entry[];
  /** Makes the refusal for people who are in already. */
  refuseDouble(userIds: number[]): Error;
  /** To an entry in the request. */
  pointer(index: number): string;
  imported?: boolean;
  /** After the draw. */
  isLate?: boolean;
}

/** Puts all of the entries into a tournament that is locked, or none. */
export async function enter(
  tx: Transaction,
  tournament: TournamentRow,
  { actor, entries, refuseDouble, pointer, imported = false, isLate = false }: Entering,
): Promise<{ rows: ParticipantRow[]; events: NewEvent[]; log: LogDraft[] }> {
  requireEntering(tournament, { isLate, isStaff: actor.isStaff });
  if (!actor.isStaff) requireRegistration(tournament, new Date());
  const userIds = entries.flatMap(({ user_id }) => (user_id === undefined ? [] : [user_id]));
  const { total, present } = await countEntries(tx, tournament.id, userIds);
  const double = doubleEntries(present, entries, actor);
  if (double.length > 0) throw refuseDouble(double);
  requireRoom(total, entries.length);

  const { questions } = await findDetails(tx, tournament.id);
  const faults: FieldFault[] = entries.flatMap(({ answers = {}, roster }, index) => [
    ...answerFaults(questions, answers, !actor.isStaff, `${pointer(index)}/answers`),
    ...teamFaults(tournament, roster, `${pointer(index)}/roster`),
  ]);
  if (faults.length > 0) throw invalidFields(faults, 400);

  const categories = await listCategories(tx, tournament.id);
  const places = placesOf(tournament, categories);
  const planned = entries.map((entry): NewParticipant => {
    const { name, user_id = null, answers = {}, planned_seed = null } = entry;
    const asked = { category_id: entry.category_id, answers, isComplete: !actor.isStaff };
    const category_id = categoryFor(categories, asked);
    const status = standingOf(tournament, places, actor, category_id);
    return { name, user_id, answers, planned_seed, category_id, status };
  });
  const rows = await write(tx, tournament, planned, present);
  await countPlaces(
    tx,
    tournament.id,
    rows.filter((row) => row.status === 'approved'),
    1,
  );
  for (const [index, row] of tournament.team === null ? [] : rows.entries()) {
    const members = entries[index]?.roster ?? startingRoster(row.name, row.user_id);
    if (members.length > 0) await fillRoster(tx, row, members);
  }
  const participants = rows.map((row, index) => ({
    participant_id: row.id,
    user_id: row.user_id,
    status: row.status,
    category_id: row.category_id,
    planned_seed: planned[index]?.planned_seed ?? null,
  }));
  const about = { participants: rows.map((row) => row.id) };
  return {
    rows,
    events: rows.map((row) => enteredEvent(tournament, row)),
    log: [logged('participants.entered', { participants, imported }, about)],
  };
}

function teamFaults({ team }: TournamentRow, roster: Entry['roster'], pointer: string): FieldFault[] {
  if (roster === undefined) return [];
  return team === null ? [{ pointer, message: 'is for teams only' }] : rosterFaults(team, roster, pointer);
}

/** In the order of the entries; who was there before gets the old row back, so that nobody is there twice. */
async function write(
  tx: Transaction,
  tournament: TournamentRow,
  planned: NewParticipant[],
  present: { id: number; user_id: number }[],
): Promise<ParticipantRow[]> {
  const isLate = tournament.check_in_settled_at !== null;
  const before = new Map(present.map((row) => [row.user_id, row.id]));
  const known = (entry: NewParticipant): number | undefined =>
    entry.user_id === null ? undefined : before.get(entry.user_id);
  const isNew = planned.filter((entry) => known(entry) === undefined);
  const inserted = isNew.length === 0 ? [] : await insertParticipants(tx, tournament.id, isNew, isLate);
  const rows: ParticipantRow[] = [];
  for (const entry of planned) {
    const id = known(entry);
    const row = id === undefined ? inserted.shift() : await enterAgain(tx, id, entry, isLate);
    if (row === undefined) throw new Error('the insert returned too few rows');
    rows.push(row);
  }
  return rows;
}
