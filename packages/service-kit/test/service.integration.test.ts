import { resolve } from 'node:path';
import { userEvents } from '@gym/contracts';
import { z } from 'zod';
import { startTestService, type TestService } from '../../../tests/support/service.js';
import {
  appendEvents,
  badRequest,
  defineService,
  guarded,
  newEvent,
  together,
  type BaseConfig,
  type Database,
  type Overrides,
  type Service,
  type Transaction,
} from '../src/index.js';

let database: Database;

/** The smallest service with an endpoint and an outbox. */
function createThings(config: BaseConfig, overrides?: Overrides): Service {
  return defineService(
    config,
    async (resources) => {
      database = await resources.database('user-db', resolve(import.meta.dirname, 'migrations'));
      const create = guarded({
        method: 'post',
        path: '/api/users/things/:id',
        summary: 'Make a thing',
        access: 'trainer',
        params: z.object({ id: z.coerce.number().int() }),
        body: z.object({ name: z.string().min(2), tags: z.array(z.string()).default([]) }),
        answer: { status: 201, schema: z.object({ id: z.int(), name: z.string() }) },
        async handle({ params, body, caller }) {
          if (body.name === 'forbidden') throw badRequest('This name is taken by the house.');
          if (body.name === 'broken') throw new Error('a secret of the house');
          await database.query('insert into things values ($1, $2)', [params.id, `${body.name} by ${caller.id}`]);
          return { id: params.id, name: body.name };
        },
      });
      return { operations: [create] };
    },
    overrides,
  );
}

const standing = (id: number) => ({
  user_id: id,
  version: 1,
  role: 'member' as const,
  is_approved: true,
  is_banned: false,
});

describe('a service made of the kit', () => {
  let service: TestService;
  let trainer: string;
  beforeAll(async () => {
    service = await startTestService('user-service', createThings, { database: 'user-db' });
    trainer = service.tokenFor({ id: 7, role: 'trainer' });
  });
  afterAll(() => service.stop());

  it('says that it lives and is ready, with a line per dependency', async () => {
    expect(await service.call('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    const ready = await service.call('GET', '/readyz');
    expect(ready).toMatchObject({ status: 200, body: { dependencies: { database: 'ok', sidecar: 'ok' } } });
  });

  it('refuses whoever does not come through the sidecar', async () => {
    const answer = await service.call('POST', '/api/users/things/1', { headers: { 'dapr-api-token': 'guessed' } });
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/not-through-sidecar' } });
  });

  it('answers a good request, with the request id of the caller and the marker of the service', async () => {
    const answer = await service.call('POST', '/api/users/things/1', {
      token: trainer,
      body: { name: 'rope' },
      headers: { 'x-request-id': 'abc-1' },
    });
    expect(answer).toMatchObject({ status: 201, body: { id: 1, name: 'rope' } });
    expect(answer.headers.get('x-request-id')).toBe('abc-1');
    expect(answer.headers.get('x-gym-service')).toBe('user-service');
  });

  it.each([
    ['no token', {}, 401, 'no-token'],
    ['a token that is none', { token: 'x.y.z' }, 401, 'invalid-token'],
    ['a broken JSON body', { body: '{"name":' }, 400, 'malformed-json'],
    ['a wrong field', { body: { name: 'x', tags: [1] } }, 422, 'invalid-fields'],
    [
      'another media type',
      { body: 'name=x', headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported-media-type',
    ],
    ['too large a body', { body: { name: 'x'.repeat(2_000_000) } }, 413, 'too-large'],
    ['a rule broken', { body: { name: 'forbidden' } }, 400, 'bad-request'],
    ['no body', {}, 422, 'invalid-fields'],
  ])('answers a request with %s as a problem', async (what, options, status, slug) => {
    const token = what.includes('token') ? {} : { token: trainer };
    const answer = await service.call('POST', '/api/users/things/2', { ...token, ...options });
    expect(answer).toMatchObject({
      status,
      body: { type: `/problems/${slug}`, status, instance: '/api/users/things/2' },
    });
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  });

  it('points at every wrong field', async () => {
    const answer = await service.call('POST', '/api/users/things/2', { token: trainer, body: { name: 1, tags: [1] } });
    expect(answer.body.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual(['#/name', '#/tags/0']);
  });

  it('keeps a member out of what trainers may', async () => {
    const token = service.tokenFor({ id: 8, role: 'member' });
    const answer = await service.call('POST', '/api/users/things/2', { token, body: { name: 'rope' } });
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-too-low' } });
  });

  it('refuses an expired token, and one for another audience', async () => {
    for (const options of [{ expiresIn: -5 }, { audience: 'another' }, { issuer: 'another' }]) {
      const token = service.tokenFor({ id: 7, role: 'trainer' }, options);
      const answer = await service.call('POST', '/api/users/things/2', { token, body: { name: 'rope' } });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });

  it('tells nothing about an error of its own', async () => {
    const answer = await service.call('POST', '/api/users/things/2', { token: trainer, body: { name: 'broken' } });
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toMatch('secret of the house');
  });

  it('names the verbs of a path, and knows what is no path', async () => {
    const wrongVerb = await service.call('PATCH', '/api/users/things/2', { token: trainer });
    expect(wrongVerb.status).toBe(405);
    expect(wrongVerb.headers.get('allow')).toBe('POST');
    expect((await service.call('GET', '/api/users/nothing')).status).toBe(404);
    expect((await service.call('POST', '/api/users/things/1e3', { token: trainer, body: { name: 'ok' } })).status).toBe(
      201,
    );
    expect((await service.call('POST', '/api/users/things/x', { token: trainer, body: { name: 'ok' } })).status).toBe(
      404,
    );
  });

  it('publishes nothing of a transaction that failed, and leaves no hole in the sequence', async () => {
    const before = await service.sql<{ last_seq: number }>('select last_seq from outbox_sequence');
    const failing = database.transaction(async (tx) => {
      await appendEvents(tx, 'user-service', [newEvent(userEvents.userApproved, 502, standing(502))]);
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    expect(await service.sql('select last_seq from outbox_sequence')).toEqual(before);
  });

  it('keeps numbers in commit order under concurrent transactions', async () => {
    const writers = Array.from({ length: 30 }, (_item, index) =>
      database.transaction(async (tx) => {
        await tx.query('select pg_sleep(random() * 0.02)');
        await appendEvents(tx, 'user-service', [newEvent(userEvents.userApproved, 600 + index, standing(600 + index))]);
      }),
    );
    await Promise.all(writers);
    const rows = await service.sql<{ seq: string }>('select seq from outbox order by seq');
    const numbers = rows.map((row) => Number(row.seq));
    expect(numbers).toEqual(numbers.map((_number, index) => index + 1));
  });

  it('commits with the last statement of a transaction, and takes no other after it', async () => {
    const insert = 'insert into things values ($1, $2)';
    let meanwhile: unknown[] = [];
    await database.transaction(async (tx) => {
      await tx.last(insert, [700, 'last']);
      // A statement on the connection of the transaction would have to wait for it.
      while (meanwhile.length === 0) meanwhile = await service.sql('select name from things where id = 700');
    });
    expect(meanwhile).toEqual([{ name: 'last' }]);
    const late = database.transaction(async (tx) => {
      await tx.last(insert, [701, 'last']);
      await tx.query(insert, [702, 'late']);
    });
    await expect(late).rejects.toThrow('after the end of its transaction');
    expect(await service.sql('select id from things where id between 701 and 709')).toEqual([{ id: 701 }]);
  });

  it('takes nothing of a transaction whose last statement fails, and tells why', async () => {
    const failing = database.transaction(async (tx) => {
      await tx.query('insert into things values (710, $1)', ['first']);
      await tx.last('insert into things values (710, $1)', ['last']);
    });
    await expect(failing).rejects.toThrow('duplicate key');
    expect(await service.sql('select id from things where id = 710')).toEqual([]);
  });

  it('is no success where the failure of a statement was passed over', async () => {
    const passing = database.transaction(async (tx) => {
      await tx.query('insert into things values (720, $1)', ['first']);
      await tx.query('select 1 / 0').catch(() => undefined);
    });
    await expect(passing).rejects.toThrow('not committed');
    expect(await service.sql('select id from things where id = 720')).toEqual([]);
  });

  it('takes effect as a whole or not at all where statements do not wait for each other', async () => {
    const insert = 'insert into things values ($1, $2)';
    const inTurn = async (tx: Transaction, ids: number[]): Promise<void> => {
      for (const id of ids) await tx.query(insert, [id, 'one of several']);
    };
    const failing = database.transaction((tx) =>
      together(inTurn(tx, [730, 731, 732]), tx.query('select 1 / $1::integer', [0]), inTurn(tx, [733, 734])),
    );
    await expect(failing).rejects.toThrow('division by zero');
    await database.transaction((tx) => together(inTurn(tx, [740, 741]), inTurn(tx, [742])));
    const rows = await service.sql('select id from things where id between 730 and 749 order by id');
    expect(rows).toEqual([{ id: 740 }, { id: 741 }, { id: 742 }]);
  });
});
