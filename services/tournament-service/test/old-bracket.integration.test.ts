import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, createLogger, migrate, type Database } from '@gym/service-kit';
import { startEnvironment } from '../../../tests/support/environment.js';
import { startTestService } from '../../../tests/support/service.js';
import { createService } from '../src/service.js';
import { expectWhole, isReady, playToTheEnd, ranksIn } from './play-support.js';
import { startWorld, worldOf, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

/** A bracket that was drawn and half played as it was before there were draws. */
async function oldBracket(count: number, playedMatches: number) {
  const { id, participants, bracket } = await world.draw(count);
  for (const match of bracket.filter(isReady).slice(0, playedMatches)) {
    await world.result(id, match.id, match.participant2?.id ?? 0, `3:${match.match_number}`);
  }
  await world.service.sql('update matches set draw_id = null, number = null, record = null where tournament_id = $1', [
    id,
  ]);
  await world.service.sql('delete from draws where tournament_id = $1', [id]);
  return { id, participants };
}

describe('a bracket of before there were draws', () => {
  it('is shown as it was, and played on under the same ids with the same texts', async () => {
    const { id } = await oldBracket(7, 2);
    const before = await world.bracket(id);
    expect(before.filter(({ winner_id, is_bye }) => winner_id !== null && !is_bye)).toHaveLength(2);
    const open = before.find(isReady);
    expect((await world.result(id, open?.id ?? 0, open?.participant1?.id ?? 0)).status).toBe(200);
    const after = await world.bracket(id);
    expect(after.map((match) => match.id)).toEqual(before.map((match) => match.id));
    expect(after.map(({ score }) => score)).toEqual(before.map(({ score }) => score));
    await playToTheEnd(world, id);
    expect((await expectWhole(world, id)).entrants.size).toBe(7);
    expect((await world.call('GET', `/${id}`, world.trainer)).body.phase).toBe('completed');
  });

  it('has ranks, also when it is over', async () => {
    const { id, participants } = await oldBracket(2, 1);
    const answer = await world.call('GET', `/${id}/ranks`, world.member(9));
    expect(answer.body.ranks.map((row: { participant: { id: number } }) => row.participant.id)).toEqual(
      participants.toReversed(),
    );
    expect(ranksIn(await expectWhole(world, id))).toHaveLength(2);
    const points = await world.service.sql('select rank from draw_ranks where tournament_id = $1 order by rank', [id]);
    expect(points).toEqual([{ rank: 1 }, { rank: 2 }]);
  });

  it('with results that no bracket has can be looked at only', async () => {
    const { id } = await oldBracket(4, 0);
    const before = await world.bracket(id);
    const [first, second] = before;
    await world.service.sql('update matches set participant1_id = $2 where id = $1', [
      first?.id,
      second?.participant1?.id,
    ]);
    const answer = await world.result(id, second?.id ?? 0, second?.participant1?.id ?? 0);
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/old-bracket' } });
    expect(await world.bracket(id)).toHaveLength(3);
  });
});

/** The tables as they were before there were draws, with a bracket of four that is half played. */
async function fillOldDatabase(database: Database): Promise<void> {
  const now = join(import.meta.dirname, '../migrations');
  const folder = await mkdtemp(join(tmpdir(), 'old-migrations-'));
  try {
    const before = (await readdir(now)).filter((file) => file < '0005');
    await Promise.all(before.map((file) => cp(join(now, file), join(folder, file))));
    await migrate(database, folder, createLogger('test', { level: 'silent', json: true }));
  } finally {
    await rm(folder, { recursive: true });
  }
  await database.query(`insert into tournaments (name, start_date, max_participants, tournament_type, status, participant_count)
    values ('Old', now(), 8, 'single_elimination', 'active', 3)`);
  await database.query(`insert into tournament_log (tournament_id, seq, kind, payload, affected)
    values (1, 1, 'tournament.created', '{}', '{}')`);
  await database.query(`insert into participants (tournament_id, name, status, seed, points)
    values (1, 'A', 'approved', 1, 0), (1, 'B', 'approved', 2, 3), (1, 'C', 'approved', 3, 0)`);
  await database.query(`insert into matches (tournament_id, round, match_number, participant1_id, participant2_id, winner_id,
      is_bye, score, next_match_id, next_side)
    values (1, 2, 1, 1, 2, null, false, null, null, null),
      (1, 1, 1, 1, null, 1, true, null, 1, 0), (1, 1, 2, 2, 3, 2, false, '3:2', 1, 1)`);
}

describe('a database of before there were draws', () => {
  it('is brought up to date, and its bracket is played to the end', async () => {
    const environment = await startEnvironment();
    const url = await environment.createDatabase('tournament-db');
    const database = createDatabase(url, createLogger('test', { level: 'silent', json: true }), 2);
    try {
      await fillOldDatabase(database);
      const service = await startTestService('tournament-service', createService, { environment });
      const sql = async <Row extends object>(text: string, values?: unknown[]): Promise<Row[]> =>
        (await database.query<Row>(text, values)).rows;
      const old = worldOf({ ...service, sql });
      try {
        expect((await old.bracket(1)).map(({ status, score }) => [status, score])).toEqual([
          ['bye', null],
          ['played', '3:2'],
          ['ready', null],
        ]);
        expect((await old.result(1, 1, 2, '1:0')).status).toBe(200);
        expect((await expectWhole(old, 1)).entrants.size).toBe(3);
        expect(await sql('select points from participants order by id')).toEqual([
          { points: 0 },
          { points: 16 },
          { points: 0 },
        ]);
        expect((await old.events(1)).map(({ type }) => type)).toEqual([
          'gym.match.finished.v1',
          'gym.tournament.completed.v1',
        ]);
      } finally {
        await service.stop();
      }
    } finally {
      await database.close();
      await environment.stop();
    }
  });
});
