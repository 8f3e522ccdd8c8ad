import type { tournamentsApi } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import { finalRanks, replay, type State } from '@gym/tournament-engine';
import type { Answer } from '../../../tests/support/service.js';
import { fullEvent } from '../src/play/stored/event.js';
import { participantOf } from '../src/play/match-columns.js';
import { listDrawEvents } from '../src/store/draw-events.js';
import { readState } from '../src/store/draw-state.js';
import { listDraws } from '../src/store/draws.js';
import type { World } from './support.js';

/** Whoever can ask the database of the service. */
export interface WithDatabase {
  service: Pick<World['service'], 'sql'>;
}

/** The database of the service as the store sees it. */
export function databaseOf(world: WithDatabase): Queryable {
  return {
    async query(sql, values) {
      const rows = await world.service.sql<never>(sql, values);
      return { rows, rowCount: rows.length, command: '', oid: 0, fields: [] };
    },
  };
}

/** The only draw of a tournament: as its rows say, and as its events say. */
export async function statesOf(
  world: WithDatabase,
  id: number,
): Promise<{ rows: State; replayed: State; drawId: number }> {
  const db = databaseOf(world);
  const [draw] = await listDraws(db, id);
  if (draw === undefined) throw new Error(`tournament ${id} has no draw`);
  const rows = await readState(db, draw.id);
  if (rows === undefined) throw new Error(`draw ${draw.id} is gone`);
  let replayed: State | undefined;
  for (const { event } of await listDrawEvents(db, draw.id, { after: 0, limit: 10_000 })) {
    replayed =
      event.type === 'drawn' ? replay([event]) : replay([fullEvent(event, replayed ?? rows, 'before')], replayed);
  }
  if (replayed === undefined) throw new Error(`draw ${draw.id} has no events`);
  return { rows, replayed, drawId: draw.id };
}

/** Rows say what the events say, and so do the columns that answers are made of. */
export async function expectWhole(world: WithDatabase, id: number): Promise<State> {
  const { rows, replayed, drawId } = await statesOf(world, id);
  expect(rows).toEqual(replayed);
  const columns = await world.service.sql(
    `select number from matches where draw_id = $1 and (
       participant1_id is distinct from (select (record->>'id')::integer from draw_records
         where draw_id = $1 and kind = 'entrant' and draw_records.number = nullif(matches.record->'sides'->>0, 'bye')::integer - 1)
       or participant2_id is distinct from (select (record->>'id')::integer from draw_records
         where draw_id = $1 and kind = 'entrant' and draw_records.number = nullif(matches.record->'sides'->>1, 'bye')::integer - 1)
       or (matches.record->>'decision' in ('0', '1')) <> (winner_id is not null))`,
    [drawId],
  );
  expect(columns).toEqual([]);
  return replayed;
}

export const ranksIn = (state: State): { id: number; rank: number | null }[] =>
  finalRanks(state).map(({ entrant, rank }) => ({ id: participantOf(state, entrant), rank }));

export function playOn(world: World, id: number): (command: object, options?: object) => Promise<Answer> {
  return (command, options = {}) => world.call('POST', `/${id}/play`, world.trainer, { command, ...options });
}

export const isReady = ({ status }: tournamentsApi.Match): boolean => status === 'ready' || status === 'running';

/** Reports every match that can be played until there is none; Swiss rounds and scores come by themselves. */
export async function playToTheEnd(
  world: World,
  id: number,
  resultOf: (match: tournamentsApi.Match) => object = usualResult,
): Promise<number> {
  for (let played = 0; ;) {
    const open = (await world.bracket(id)).filter(isReady);
    if (open.length === 0) {
      const drawn = await world.call('POST', `/${id}/generate-bracket`, world.trainer);
      if (drawn.status === 409) return played;
      expect(drawn.status).toBe(200);
    }
    for (const match of open) {
      const path = `/${id}/bracket/${match.id}/result`;
      const answer = await world.call('PUT', path, world.trainer, resultOf(match));
      expect([match.section, answer.status, answer.body.detail]).toEqual([match.section, 200, undefined]);
      played += 1;
    }
  }
}

export function usualResult(match: tournamentsApi.Match): object {
  const first = match.match_number % 2 === match.round % 2;
  return { winner_id: (first ? match.participant1 : match.participant2)?.id };
}
