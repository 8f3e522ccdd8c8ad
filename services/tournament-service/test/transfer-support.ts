import { documentApi } from '@gym/contracts';
import type { Answer } from '../../../tests/support/service.js';
import { checksumOf } from '../src/transfer/digest.js';
import type { World } from './support.js';

export type Document = documentApi.TournamentDocument;

export async function exported(world: World, id: number): Promise<Document> {
  const answer = await world.call('GET', `/${id}/export.json`, world.trainer);
  expect([answer.status, answer.body.detail, answer.body.errors]).toEqual([200, undefined, undefined]);
  return documentApi.tournamentDocument.parse(answer.body);
}

export function importing(world: World, document: object, more: object = {}): Promise<Answer> {
  return world.call('POST', '/import', world.trainer, { document, ...more });
}

/** @returns the id of the tournament it has become */
export async function imported(world: World, document: object, more: object = {}): Promise<number> {
  const answer = await importing(world, document, more);
  expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
  return answer.body.tournament.id;
}

/** As somebody would write it who wants it to be believed. */
export const signed = (document: Document): Document => ({ ...document, checksum: checksumOf(document) });

/** A document without what is another one each time: when it was written, and that it was imported. */
export function lasting({ exported_at: _at, checksum: _sum, history, ...rest }: Document): object {
  const { slug: _slug, ...settings } = rest.tournament.settings;
  const own = history.filter(({ kind }) => kind !== 'tournament.imported');
  return { ...rest, tournament: { ...rest.tournament, settings }, history: own };
}
