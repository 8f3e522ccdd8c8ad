import { appendEvents, type Transaction } from '@gym/service-kit';
import { itemsOf } from '@gym/tournament-engine';
import { createdEvent } from '../events/tournaments.js';
import { logged } from '../log.js';
import { ranksOf } from '../play/ranks.js';
import { slugFor } from '../setup/create.js';
import { saveDetails } from '../store/details.js';
import { appendDrawEvents } from '../store/draw-events.js';
import { insertRecords } from '../store/draw-records.js';
import type { DrawRow } from '../store/draws.js';
import { listDraws } from '../store/draws.js';
import { insertPart, restoreHead } from '../store/insert-whole.js';
import { countPoints } from '../store/leaderboard.js';
import { replaceRanks } from '../store/ranks.js';
import { queueRating } from '../store/ratings.js';
import { saveSettings } from '../store/schedule-settings.js';
import { fillSlots } from '../store/slots.js';
import { countPlaces, insertTournament, setSlug, type TournamentRow } from '../store/tournaments.js';
import { putMatches } from '../store/write-matches.js';
import { recordLog } from '../tournaments.js';
import type { Document } from './labels.js';
import type { Replayed } from './replay.js';

export interface Whole {
  /** With ids of this installation, which are free. */
  document: Document;
  replayed: readonly Replayed[];
  /** Who imports it: the tournament is theirs. */
  by: number;
}

/** Writes a tournament that was looked at: rows of what was done, and of what that led to here. */
export async function writeDocument(
  tx: Transaction,
  appId: string,
  { document, replayed, by }: Whole,
): Promise<TournamentRow> {
  const { tournament, history } = document;
  const { settings } = tournament;
  const inserted = await insertTournament(tx, settings, { createdBy: by, isDraft: true });
  const { id } = inserted;
  await setSlug(tx, id, await slugFor(tx, id, settings, true));
  await saveDetails(tx, id, settings);
  await restoreHead(tx, id, tournament);
  const staff = document.staff.map((one) => ({ ...one, granted_by: by }));
  await insertPart(tx, 'staff', id, staff);
  await insertPart(tx, 'categories', id, document.categories);
  await writePeople(tx, id, document, replayed);
  await writeDraws(tx, id, replayed);
  await writeSchedule(tx, id, document);
  await insertPart(tx, 'calls', id, document.calls);
  await insertPart(tx, 'reports', id, document.reports);
  const ids = document.participants.map((one) => one.id);
  await countPoints(tx, id, ids);
  await insertPart(
    tx,
    'history',
    id,
    history.map((entry, index) => ({ ...entry, seq: index + 1 })),
  );
  const { checksum, exported_at } = document;
  const imported = logged('tournament.imported', { checksum, exported_at, entries: history.length });
  const row = await recordLog(tx, { ...inserted, version: history.length }, by, [imported]);
  await appendEvents(tx, appId, [createdEvent(row)]);
  return row;
}

async function writePeople(
  tx: Transaction,
  id: number,
  { participants }: Document,
  replayed: readonly Replayed[],
): Promise<void> {
  const seeds = new Map(
    replayed.flatMap(({ state }) => [...itemsOf(state.entrants)].map((entrant) => [entrant.id, entrant.number])),
  );
  const rows = participants.map((one) => ({ ...one, seed: seeds.get(one.id) ?? null }));
  await insertPart(tx, 'participants', id, rows);
  const members = participants.flatMap(({ id: participant, roster }) =>
    roster.map((member, index) => ({ ...member, participant, position: index + 1 })),
  );
  await insertPart(tx, 'rosters', id, members);
  const windows = participants.flatMap(({ id: participant, availability }) =>
    availability.length === 0 ? [] : [{ participant, windows: availability }],
  );
  await insertPart(tx, 'availability', id, windows);
  const placed = participants.filter((one) => one.status === 'approved');
  await countPlaces(
    tx,
    id,
    placed.map(({ category }) => ({ category_id: category })),
    1,
  );
}

async function writeDraws(tx: Transaction, id: number, replayed: readonly Replayed[]): Promise<void> {
  const items = replayed.map(({ draw, state: { plan, head } }) => ({ ...draw, plan, head }));
  await insertPart(tx, 'draws', id, items);
  const rows = new Map((await listDraws(tx, id)).map((row) => [row.id, row]));
  for (const one of replayed) {
    const row = rows.get(one.draw.id);
    if (row === undefined) throw new Error(`draw ${one.draw.id} got lost`);
    await writeDraw(tx, row, one);
  }
}

async function writeDraw(tx: Transaction, row: DrawRow, { draw, state, events }: Replayed): Promise<void> {
  const texts = new Map(draw.texts.map(({ number, text }) => [number, text]));
  const written = draw.matches.map((_id, number) => ({ number, score: texts.get(number) ?? null }));
  await putMatches(tx, row, state, written, new Map(draw.matches.map((id, number) => [number, id])));
  await insertRecords(tx, row.id, state);
  await appendDrawEvents(
    tx,
    row.id,
    events.map(({ entry: seq, ...event }) => ({ ...event, seq })),
  );
  if (!row.is_completed) return;
  await replaceRanks(tx, row, ranksOf(state));
  await queueRating(tx, row.id);
}

async function writeSchedule(tx: Transaction, id: number, { schedule }: Document): Promise<void> {
  if (schedule.settings !== null) await saveSettings(tx, id, schedule.settings);
  await insertPart(tx, 'courts', id, schedule.courts);
  await insertPart(tx, 'slots', id, schedule.slots);
  await fillSlots(
    tx,
    schedule.slots.map(({ match }) => match),
  );
}
