import type { documentApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import { invalidFields, type FieldFault } from '@gym/service-kit/errors';
import { keepState } from '../play/states.js';
import { presentTournament } from '../presenters.js';
import { reserveIds, type Numbered } from '../store/ids.js';
import type { Deps } from '../tournaments.js';
import { faultsIn, parseDocument } from './check.js';
import { entrantFaults } from './check-draws.js';
import { shownFaults } from './faults.js';
import { idsIn, relabel, things, type Document, type Labels, type Thing } from './labels.js';
import { replayDraw, replayMs, type Replayed } from './replay.js';
import { writeDocument } from './write.js';

type Request = documentApi.ImportRequest;
type Answer = documentApi.Imported;

/**
 * Makes a tournament of a document, or says what would come and what is wrong. Nobody is told of what happened
 * elsewhere; people are guests, unless the importer names their account, because an account of another installation
 * says nothing here.
 * @throws AppError 422 with the faults a preview names
 */
export async function importDocument(
  deps: Deps,
  { document: given, people, preview }: Request,
  by: number,
): Promise<Answer> {
  const parsed = parseDocument(given);
  if ('faults' in parsed) return refused(parsed.faults, preview);
  const { document } = parsed;
  const summary = summaryOf(document, people);
  const faults = [...faultsIn(document), ...peopleFaults(document, people)];
  if (faults.length > 0) return refused(faults, preview, summary);
  // Before anything is played, so that it is played with the ids it will have.
  const labels = await labelsFor(deps.database, document, { people, preview });
  const own = relabel(document, labels);
  const { replayed, faults: played } = await replayAll(own);
  if (played.length > 0) return refused(played, preview, summary);
  if (preview) return { ...summary, message: 'It can be imported.' };
  const whole = { document: own, replayed, by };
  const row = await deps.database.transaction((tx) => writeDocument(tx, deps.appId, whole));
  for (const { draw, state } of replayed) await keepState(deps.states, draw.id, state);
  const tournament = presentTournament(row);
  return { ...summary, is_preview: false, tournament, message: 'The tournament was imported.' };
}

const tables: Record<Thing, Numbered> = {
  participants: 'participants',
  categories: 'tournament_categories',
  courts: 'courts',
  draws: 'draws',
  matches: 'matches',
};

/** New ids in the order of the old ones; for a preview the document keeps its own. */
async function labelsFor(
  db: Queryable,
  document: Document,
  { people, preview }: Pick<Request, 'people' | 'preview'>,
): Promise<Labels> {
  const person = (id: number): number | null => people[id] ?? null;
  if (preview) return { of: (_thing, id) => id, person };
  const ids = idsIn(document);
  const labels = new Map<Thing, Map<number, number>>();
  for (const thing of things) {
    const old = ids.get(thing) ?? [];
    const fresh = await reserveIds(db, tables[thing], old.length);
    labels.set(thing, new Map(old.map((id, index) => [id, fresh[index] ?? Number.NaN])));
  }
  return { of: (thing, id) => labels.get(thing)?.get(id) ?? Number.NaN, person };
}

function* peopleFaults(document: Document, people: Request['people']): Generator<FieldFault> {
  const known = new Set(document.people.map(({ id }) => id));
  const taken = new Set<number>();
  for (const [key, user] of Object.entries(people)) {
    const pointer = `#/people/${key}`;
    if (!known.has(Number(key))) yield { pointer, message: 'is not in the document' };
    if (taken.has(user)) yield { pointer, message: 'is somebody else too' };
    taken.add(user);
  }
}

async function replayAll(document: Document): Promise<{ replayed: Replayed[]; faults: FieldFault[] }> {
  const deadline = performance.now() + replayMs;
  const replayed: Replayed[] = [];
  const faults: FieldFault[] = [];
  for (const [index, draw] of document.draws.entries()) {
    const done = await replayDraw(draw, `#/document/draws/${index}`, deadline);
    if ('faults' in done) faults.push(...done.faults);
    else replayed.push(done.replayed);
  }
  if (faults.length === 0) faults.push(...entrantFaults(document, replayed));
  return { replayed, faults };
}

const nothing = { is_preview: true, tournament: null, people: [], participants: 0, draws: 0, matches: 0, history: 0 };

function refused(
  faults: FieldFault[],
  isPreview: boolean,
  summary: Omit<Answer, 'message'> = { ...nothing, faults: [] },
): Answer {
  const shown = faults.slice(0, shownFaults);
  if (!isPreview) throw invalidFields(shown, 422);
  return { ...summary, faults: shown, message: `It cannot be imported: ${faults.length} faults.` };
}

function summaryOf(document: Document, people: Request['people']): Omit<Answer, 'message'> {
  return {
    is_preview: true,
    tournament: null,
    faults: [],
    people: document.people.map(({ id, name }) => ({ id, name, user_id: people[id] ?? null })),
    participants: document.participants.length,
    draws: document.draws.length,
    matches: document.draws.reduce((sum, { matches }) => sum + matches.length, 0),
    history: document.history.length,
  };
}
