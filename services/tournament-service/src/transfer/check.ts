import { documentApi, tournamentsApi } from '@gym/contracts';
import type { FieldFault } from '@gym/service-kit/errors';
import { bracketFault } from '../domain/bracket-text.js';
import { checksumOf } from './digest.js';
import { faultsOf } from './faults.js';
import type { Document } from './labels.js';
import { referenceFaults } from './check-references.js';
import { drawFaults } from './check-draws.js';
import { scheduleFaults } from './check-schedule.js';

const { documentVersion, tournamentDocument } = documentApi;

/** A document that can be looked at: of this version, whole, and as it was written; or what is wrong with it. */
export function parseDocument(given: Record<string, unknown>): { document: Document } | { faults: FieldFault[] } {
  if (Number(given['version']) > documentVersion) {
    const message = `is newer than what this installation reads, which is version ${documentVersion}`;
    return { faults: [{ pointer: '#/document/version', message }] };
  }
  const parsed = tournamentDocument.safeParse(given);
  if (!parsed.success) return { faults: faultsOf(parsed.error, '#/document') };
  const unwritable = [...unwritableIn(given, '#/document')];
  if (unwritable.length > 0) return { faults: unwritable };
  if (checksumOf(given) !== parsed.data.checksum) {
    const message = 'is not that of the rest: the file was changed';
    return { faults: [{ pointer: '#/document/checksum', message }] };
  }
  return { document: parsed.data };
}

/** Far more than a document has, far less than the stack holds. */
const maxDepth = 100;

/** PostgreSQL keeps neither U+0000 nor half of a character. */
function* unwritableIn(value: unknown, pointer: string, depth = 0): Generator<FieldFault> {
  if (depth > maxDepth) {
    yield { pointer, message: 'is nested too deeply' };
    return;
  }
  if (typeof value === 'string' && /[\0\p{Surrogate}]/u.test(value)) {
    yield { pointer, message: 'has characters that cannot be kept' };
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (/[\0\p{Surrogate}]/u.test(key)) yield { pointer, message: 'has a name that cannot be kept' };
    yield* unwritableIn(item, `${pointer}/${key}`, depth + 1);
  }
}

/** What its parts have to do with each other, before anything is played. */
export function faultsIn(document: Document): FieldFault[] {
  return [
    ...settingsFaults(document),
    ...referenceFaults(document),
    ...drawFaults(document),
    ...scheduleFaults(document),
    ...historyFaults(document),
  ];
}

function* settingsFaults({ tournament, participants, categories, draws }: Document): Generator<FieldFault> {
  const { settings, status } = tournament;
  const at = '#/document/tournament';
  const fault = settings.tournament_type === 'custom' ? bracketFault(String(settings.format['bracket'])) : undefined;
  if (fault !== undefined) yield { pointer: `${at}/settings/format/bracket`, message: fault };
  if ((status === 'setup') !== (draws.length === 0))
    yield { pointer: `${at}/status`, message: 'does not fit the draws' };
  if (status === 'completed' && draws.some((draw) => draw.completed_at === null)) {
    yield { pointer: `${at}/status`, message: 'cannot be completed: a draw goes on' };
  }
  const approved = participants.filter((one) => one.status === 'approved');
  if (approved.length > settings.max_participants) {
    yield { pointer: `${at}/settings/max_participants`, message: `is less than the ${approved.length} who take part` };
  }
  for (const [index, { id, max_participants: max }] of categories.entries()) {
    const inside = approved.filter((one) => one.category === id).length;
    if (max !== null && inside > max) {
      yield { pointer: `#/document/categories/${index}/max_participants`, message: `is less than the ${inside} in it` };
    }
  }
  const places = tournamentsApi.maxPlaces(settings.tournament_type);
  for (const [index, { entrants }] of draws.entries()) {
    if (entrants.length <= places) continue;
    yield { pointer: `#/document/draws/${index}/entrants`, message: `must have at most ${places} entries` };
  }
}

function* historyFaults({ history }: Document): Generator<FieldFault> {
  for (const [index, { kind, payload }] of history.entries()) {
    const schema = documentApi.historyPayloads.get(kind);
    const at = `#/document/history/${index}`;
    if (schema === undefined) {
      yield { pointer: `${at}/kind`, message: 'is nothing that can be done to a tournament' };
      continue;
    }
    const parsed = schema.safeParse(payload);
    if (parsed.success) continue;
    yield* faultsOf(parsed.error, `${at}/payload`);
  }
}
