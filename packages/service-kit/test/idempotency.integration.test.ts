import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { userEvents } from '@gym/contracts';
import { z } from 'zod';
import { eventually, startTestService, type Answer, type TestService } from '../../../tests/support/service.js';
import { deleteExpiredAnswers } from '../src/idempotency/database-answers.js';
import {
  afterCommit,
  appendEvents,
  badRequest,
  defineService,
  guarded,
  newEvent,
  type BaseConfig,
  type Database,
  type Operation,
  type Overrides,
  type Service,
  type Transaction,
} from '../src/index.js';

let database: Database;
/** How often the handler ran, and what a stranger saw in the database when others were told. */
let runs = 0;
let told: unknown[] = [];
/** What the handler does between its transaction and its answer. */
let meanwhile = async (): Promise<void> => undefined;

const thing = z.object({ id: z.int(), name: z.string() });
const named = z.object({ name: z.string().min(2) });
const params = z.object({ id: z.coerce.number().int() });

async function insertThing(tx: Transaction, id: number, name: string): Promise<void> {
  await tx.query('insert into things values ($1, $2)', [id, name]);
}

/** Makes a thing and an event about it. */
function createThing(access: 'member' | 'public', path: string): Operation {
  return guarded({
    method: 'post',
    path,
    summary: 'Make a thing',
    access,
    params,
    body: named,
    answer: { status: 201, schema: thing },
    async handle({ params: { id }, body: { name }, res }) {
      runs += 1;
      await database.transaction(async (tx) => {
        await insertThing(tx, id, name);
        const standing = { user_id: id, version: 1, role: 'member' as const, is_approved: true, is_banned: false };
        await appendEvents(tx, 'user-service', [newEvent(userEvents.userApproved, id, standing)]);
        if (name === 'refused') throw badRequest('This name is taken by the house.');
      });
      await afterCommit(async () => {
        const stranger = await database.connect();
        told.push((await stranger.query('select name from things where id = $1', [id])).rows[0]);
        await stranger.end();
      });
      await meanwhile();
      if (name === 'broken') throw new Error('broken after the effect');
      res.set('location', `/api/users/things/${id}`);
      return { name, id };
    },
  });
}

/** Makes two things in two transactions; the second one may fail alone. */
const createPair = guarded({
  method: 'put',
  path: '/api/users/pairs/:id',
  summary: 'Make two things',
  access: 'member',
  params,
  body: named,
  answer: { status: 200, schema: z.object({ seen: z.array(z.string()), second: z.boolean() }) },
  async handle({ params: { id }, body: { name } }) {
    await database.transaction((tx) => insertThing(tx, id, name));
    const { rows } = await database.query<{ name: string }>('select name from things where id = $1', [id]);
    const second = await database
      .transaction((tx) => insertThing(tx, name === 'double' ? id : id + 1, `${name} 2`))
      .then(() => true)
      .catch(() => false);
    return { seen: rows.map((row) => row.name), second };
  },
});

const deleteThing = guarded({
  method: 'delete',
  path: '/api/users/things/:id',
  summary: 'Delete a thing',
  access: 'member',
  params,
  answer: { status: 200, schema: z.object({ deleted: z.int() }) },
  async handle({ params: { id } }) {
    const found = await database.query('select 1 from things where id = $1', [id]);
    if (found.rowCount === 0) throw badRequest('There is no such thing.');
    await meanwhile();
    await database.transaction((tx) => tx.query('delete from things where id = $1', [id]));
    return { deleted: id };
  },
});

const createToken = guarded({
  method: 'post',
  path: '/api/users/tokens/:id',
  summary: 'Get a secret',
  access: 'member',
  params,
  answer: { status: 200, schema: z.object({ token: z.string() }) },
  idempotencyKey: 'ignored',
  async handle({ params: { id } }) {
    const token = randomUUID();
    await database.transaction((tx) => insertThing(tx, id, token));
    return { token };
  },
});

function createThings(config: BaseConfig, overrides?: Overrides): Service {
  return defineService(
    config,
    async (resources) => {
      database = await resources.database('user-db', resolve(import.meta.dirname, 'migrations'));
      return {
        operations: [
          createThing('member', '/api/users/things/:id'),
          createThing('public', '/api/users/drafts/:id'),
          createPair,
          deleteThing,
          createToken,
        ],
      };
    },
    overrides,
  );
}

describe('a request with an Idempotency-Key', () => {
  let service: TestService;
  let ann: string;
  let bob: string;
  beforeAll(async () => {
    service = await startTestService('user-service', createThings, { database: 'user-db' });
    // The things are told as approvals of whoever has their number, which takes older tokens back.
    ann = service.tokenFor({ id: 1, ver: 1 });
    bob = service.tokenFor({ id: 2, ver: 1 });
  });
  afterAll(() => service.stop());
  beforeEach(() => {
    runs = 0;
    told = [];
    meanwhile = () => Promise.resolve();
  });

  interface Sent {
    key?: string;
    token?: string;
    name?: string;
    path?: string;
    method?: string;
  }
  function send(id: number, sent: Sent = {}): Promise<Answer> {
    const { key, token = ann, name = 'rope', path = 'things', method = 'POST' } = sent;
    return service.call(method, `/api/users/${path}/${id}`, {
      ...(path === 'drafts' ? {} : { token }),
      headers: key === undefined ? {} : { 'idempotency-key': key },
      ...(method === 'DELETE' ? {} : { body: { name } }),
    });
  }
  const kept = (key: string): Promise<unknown[]> =>
    service.sql('select status from idempotent_answers where key = $1', [key]);
  const things = (id: number): Promise<unknown[]> => service.sql('select name from things where id = $1', [id]);
  const events = async (id: number): Promise<number> =>
    (await service.sql('select 1 from outbox where subject = $1', [String(id)])).length;

  it('gets the first answer again, to the letter, and takes effect once', async () => {
    const key = randomUUID();
    const first = await send(1, { key });
    expect(first).toMatchObject({ status: 201, body: { id: 1, name: 'rope' } });
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    const again = await send(1, { key });
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
    for (const name of ['content-type', 'content-length', 'location']) {
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    }
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect({ runs, told, events: await events(1) }).toEqual({ runs: 1, told: [{ name: 'rope' }], events: 1 });
  });

  it('works without a key as ever', async () => {
    expect((await send(2)).status).toBe(201);
    expect((await send(2)).status).toBe(409);
    expect(told).toEqual([{ name: 'rope' }]);
  });

  it('is refused when the key came with another body, path or verb', async () => {
    const key = randomUUID();
    await send(3, { key });
    for (const other of [
      send(3, { key, name: 'other' }),
      send(3, { key, name: '' }),
      send(4, { key }),
      send(3, { key, method: 'DELETE' }),
    ]) {
      expect(await other).toMatchObject({ status: 422, body: { type: '/problems/idempotency-key-reused' } });
    }
    expect(runs).toBe(1);
  });

  it('is another one when somebody else uses the same key', async () => {
    const key = randomUUID();
    expect((await send(5, { key })).status).toBe(201);
    expect((await send(6, { key, token: bob, name: 'other' })).status).toBe(201);
    expect((await send(7, { key, path: 'drafts' })).status).toBe(201);
    expect((await send(7, { key, path: 'drafts' })).headers.get('idempotency-replayed')).toBe('true');
    expect(await kept(key)).toHaveLength(3);
  });

  it('takes effect once when more come at once than there are connections, and all get the answer', async () => {
    const key = randomUUID();
    meanwhile = () => new Promise((done) => setTimeout(done, 100));
    const answers = await Promise.all(Array.from({ length: 30 }, () => send(8, { key })));
    expect(answers.map((answer) => answer.status)).toEqual(Array(30).fill(201));
    expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect({ told: told.length, events: await events(8) }).toEqual({ told: 1, events: 1 });
  });

  it('gets the answer of its twin also where it trips over the effect of the twin', async () => {
    await send(9);
    const key = randomUUID();
    meanwhile = () => new Promise((done) => setTimeout(done, 50));
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(9, { key, method: 'DELETE' })));
    expect(answers.map((answer) => `${answer.status} ${answer.body.deleted}`)).toEqual(Array(5).fill('200 9'));
  });

  it('leaves nothing behind when it fails after the effect, and can be sent again', async () => {
    const key = randomUUID();
    expect((await send(10, { key, name: 'broken' })).status).toBe(500);
    expect({ things: await things(10), kept: await kept(key), events: await events(10), told }).toEqual({
      things: [],
      kept: [],
      events: 0,
      told: [],
    });
    expect((await send(10, { key })).status).toBe(201);
    expect(await kept(key)).toEqual([{ status: 201 }]);
  });

  it('leaves nothing behind when the connection breaks before the commit', async () => {
    const key = randomUUID();
    meanwhile = async () => {
      const killed = await service.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and state = 'idle in transaction'`,
      );
      expect(killed).toHaveLength(1);
    };
    expect((await send(11, { key })).status).toBe(503);
    expect({ things: await things(11), kept: await kept(key), told }).toEqual({ things: [], kept: [], told: [] });
    meanwhile = () => Promise.resolve();
    expect((await send(11, { key })).status).toBe(201);
  });

  it('that a rule refused is judged afresh', async () => {
    const key = randomUUID();
    expect((await send(12, { key, name: 'refused' })).status).toBe(400);
    expect(await kept(key)).toEqual([]);
    expect((await send(12, { key })).status).toBe(201);
  });

  it('sees what it wrote, and can fail in a second transaction without the first', async () => {
    const key = randomUUID();
    const pair = { path: 'pairs', method: 'PUT' };
    expect((await send(20, { ...pair, key, name: 'both' })).body).toEqual({ seen: ['both'], second: true });
    expect((await send(20, { ...pair, key, name: 'both' })).body).toEqual({ seen: ['both'], second: true });
    expect((await send(30, { ...pair, key: randomUUID(), name: 'double' })).body).toEqual({
      seen: ['double'],
      second: false,
    });
    expect(await things(30)).toEqual([{ name: 'double' }]);
  });

  it.each([
    ['empty', ''],
    ['two words', 'with space'],
    ['not ASCII', 'ü'],
    ['longer than 255', 'x'.repeat(256)],
  ])('is refused when the key is %s', async (_what, key) => {
    expect(await send(40, { key })).toMatchObject({ status: 400, body: { type: '/problems/invalid-idempotency-key' } });
    expect(runs).toBe(0);
  });

  it('never has its secrets stored', async () => {
    const key = randomUUID();
    const first = await send(41, { key, path: 'tokens' });
    expect(first.status).toBe(200);
    expect((await send(42, { key, path: 'tokens' })).body.token).not.toBe(first.body.token);
    expect(await kept(key)).toEqual([]);
  });

  it('starts anew after 24 hours, and its old answer is deleted', async () => {
    const [key, forgotten] = [randomUUID(), randomUUID()];
    await send(50, { key });
    await send(51, { key: forgotten });
    await service.sql(`update idempotent_answers set created_at = now() - interval '23 hours 59 minutes'`);
    expect((await send(50, { key })).headers.get('idempotency-replayed')).toBe('true');
    await service.sql(`update idempotent_answers set created_at = now() - interval '24 hours 1 minute'`);
    expect((await send(52, { key })).status).toBe(201);
    expect((await send(52, { key })).headers.get('idempotency-replayed')).toBe('true');
    expect(await deleteExpiredAnswers(database)).toBeGreaterThan(0);
    expect(await kept(key)).toHaveLength(1);
    expect(await kept(forgotten)).toEqual([]);
  });

  it('gives its connection back, whatever came of it', async () => {
    for (let round = 0; round < 15; round += 1) {
      await send(60, { key: randomUUID(), name: ['refused', 'broken', 'rope'][round % 3] ?? '' });
    }
    await eventually('no transaction is open', async () => {
      const open = await service.sql(
        `select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
      );
      return open.length === 0;
    });
    expect((await send(61, { key: randomUUID() })).status).toBe(201);
  });

  it('is described in the OpenAPI document', async () => {
    const { body } = await service.call('GET', '/openapi.json');
    const create = body.paths['/api/users/things/{id}'].post;
    expect(create.parameters).toContainEqual(expect.objectContaining({ name: 'idempotency-key', in: 'header' }));
    expect(create.responses['422']).toBeDefined();
    expect(create.responses['201'].headers['idempotency-replayed']).toBeDefined();
    const token = body.paths['/api/users/tokens/{id}'].post;
    expect(token.parameters).not.toContainEqual(expect.objectContaining({ name: 'idempotency-key' }));
  });
});
