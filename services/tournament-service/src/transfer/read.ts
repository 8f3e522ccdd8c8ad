import { documentApi } from '@gym/contracts';
import type { Transaction } from '@gym/service-kit';
import { AppError } from '@gym/service-kit/errors';
import { convertOldBracket } from '../play/old-bracket.js';
import { openDraw } from '../play/states.js';
import { readSettings } from '../setup/read.js';
import { listDraws } from '../store/draws.js';
import { findTournament, lockTournament } from '../store/tournaments.js';
import { listUndrawn, readEvents, readPart } from '../store/whole.js';
import { noTournament, type Deps } from '../tournaments.js';
import { checksumOf, digestOf } from './digest.js';
import { faultsOf, shownFaults } from './faults.js';
import { numbered, type Document } from './labels.js';

/**
 * A tournament as a document, as it is at one moment.
 * @throws AppError 404, 409 when something of it can be in no document
 */
export async function readDocument(deps: Deps, id: number): Promise<Document> {
  await convert(deps, id);
  const found = await deps.database.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    return readAll(deps, tx, id);
  });
  const parsed = documentApi.tournamentDocument.safeParse(found);
  if (!parsed.success) {
    const errors = faultsOf(parsed.error, '#').slice(0, shownFaults);
    const detail = `${errors[0]?.pointer}: ${errors[0]?.message}`;
    throw new AppError(409, 'not-exportable', 'Conflict', { detail, errors, cause: parsed.error });
  }
  const document = numbered(parsed.data);
  return { ...document, checksum: checksumOf(document) };
}

/** Brackets of before there were draws become some, as when something is done to them. */
async function convert({ database }: Deps, id: number): Promise<void> {
  if ((await listUndrawn(database, id)).length === 0) return;
  await database.transaction(async (tx) => {
    const tournament = (await lockTournament(tx, id)) ?? noTournament(id);
    for (const category of await listUndrawn(tx, id)) await convertOldBracket(tx, tournament, category);
  });
}

async function readAll(deps: Deps, tx: Transaction, id: number): Promise<object> {
  const row = (await findTournament(tx, id)) ?? noTournament(id);
  const [head] = await readPart(tx, 'tournament', id);
  const { settings } = await readSettings(tx, row);
  const staff = await readPart(tx, 'staff', id);
  const participants = await readPart(tx, 'participants', id);
  const [plan] = await readPart(tx, 'schedule', id);
  const reports = await readPart(tx, 'reports', id);
  return {
    format: 'gym-tournament',
    version: documentApi.documentVersion,
    exported_at: new Date().toISOString(),
    tournament: { settings, ...head },
    people: peopleIn(participants, staff, reports),
    staff,
    categories: await readPart(tx, 'categories', id),
    participants,
    draws: await readDraws(deps, tx, id),
    schedule: {
      settings: plan?.['settings'] ?? null,
      courts: await readPart(tx, 'courts', id),
      slots: await readPart(tx, 'slots', id),
    },
    calls: await readPart(tx, 'calls', id),
    reports,
    history: await readPart(tx, 'history', id),
    checksum: '',
  };
}

async function readDraws({ states }: Deps, tx: Transaction, id: number): Promise<object[]> {
  const rows = new Map((await listDraws(tx, id)).map((row) => [row.id, row]));
  const draws: object[] = [];
  for (const part of await readPart(tx, 'draws', id)) {
    const row = rows.get(Number(part['id']));
    if (row === undefined) throw new Error(`draw ${String(part['id'])} is gone`);
    const { state } = await openDraw(tx, states, row);
    const [drawn, ...events] = await readEvents(tx, row.id);
    draws.push({
      ...part,
      entry: drawn?.entry,
      ...planOf(drawn?.event),
      events: events.map(({ event, texts, entry }) => ({ entry, command: commandOf(event), texts })),
      digest: digestOf(state),
    });
  }
  return draws;
}

function planOf(drawn: Record<string, unknown> | undefined): object {
  const plan = drawn?.['plan'];
  if (typeof plan !== 'object' || plan === null) throw new Error('the first event of a draw is none');
  return plan;
}

function commandOf({ type, command }: Record<string, unknown>): unknown {
  if (type === 'changed') return command;
  return { type: type === 'undone' ? 'undo' : 'redo' };
}

type Rows = Record<string, unknown>[];

/** Everybody with an account, under a name they go by. */
function peopleIn(participants: Rows, staff: Rows, reports: Rows): object[] {
  const names = new Map<unknown, unknown>();
  const see = ({ person, name }: Record<string, unknown>): void => {
    if (person !== null && !names.has(person)) names.set(person, name);
  };
  const rosters = participants.flatMap(({ roster }): Rows => (Array.isArray(roster) ? roster : []));
  for (const row of [...participants, ...rosters, ...staff]) see(row);
  const entries = new Map(participants.map((row) => [row['id'], row['name']]));
  for (const { person, participant } of reports) see({ person, name: entries.get(participant) });
  return [...names].map(([id, name]) => ({ id, name })).toSorted((a, b) => Number(a.id) - Number(b.id));
}
