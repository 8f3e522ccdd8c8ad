import { resolve } from 'node:path';
import { accountEvents, userEvents } from '@gym/contracts';
import { z } from 'zod';
import { eventOf, eventually, startTestService, type TestService } from '../../../tests/support/service.js';
import {
  appendEvents,
  badRequest,
  defineService,
  newEvent,
  onEvent,
  operation,
  type BaseConfig,
  type Database,
  type Overrides,
  type Service,
} from '../src/index.js';

let database: Database;

/** The smallest service with an endpoint, an outbox and an inbox: it hears its own events. */
function createThings(config: BaseConfig, overrides?: Overrides): Service {
  return defineService(
    config,
    async (resources) => {
      database = await resources.database('user-db', resolve(import.meta.dirname, 'migrations'));
      const create = operation({
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
      const heard = onEvent(accountEvents.accountRegistered, async (tx, account) => {
        await tx.query('insert into things values ($1, $2)', [account.user_id, account.full_name]);
        if (account.full_name === 'poison') throw new Error('the handler fails after its writes');
      });
      return { operations: [create], inbox: { database, handlers: [heard] } };
    },
    overrides,
  );
}

function createListener(config: BaseConfig, heard: number[], overrides?: Overrides): Service {
  return defineService(
    config,
    async (resources) => {
      const own = await resources.database('auth-db', resolve(import.meta.dirname, 'migrations'));
      const handler = onEvent(userEvents.userApproved, async (_tx, user) => void heard.push(user.user_id));
      return { operations: [], inbox: { database: own, handlers: [handler] } };
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

const account = (id: number, name = 'Ann') => ({
  user_id: id,
  email: `a${id}@gym.test`,
  full_name: name,
  role: 'member' as const,
  is_approved: true,
  is_root_admin: false,
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

  it('publishes what a transaction appended to a service that listens', async () => {
    const heard: number[] = [];
    const listener = await startTestService(
      'auth-service',
      (config, overrides) => createListener(config, heard, overrides),
      {
        environment: service.environment,
        database: 'auth-db',
      },
    );
    try {
      await database.transaction(async (tx) => {
        await appendEvents(tx, 'user-service', [newEvent(userEvents.userApproved, 501, standing(501))]);
      });
      await eventually('the listener heard of it through the broker', async () => heard.includes(501));
      await eventually('the inbox has marked it', async () => {
        const marks = await listener.sql<{ source: string; seq: number }>('select source, seq::int from inbox');
        return marks.length === 1 && marks[0]?.source === 'user-service' && marks[0].seq === 1;
      });
      await eventually('the outbox has nothing left to publish', async () => {
        return (await service.sql('select seq from outbox where published_at is null')).length === 0;
      });
    } finally {
      await listener.stop();
    }
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

  it('applies an event once, however often it is delivered', async () => {
    const event = eventOf(accountEvents.accountRegistered, 'auth-service', 503, 1, account(503));
    const answers = await Promise.all([1, 2, 3].map(() => service.event('accounts', event)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(await service.sql('select * from things where id = 503')).toHaveLength(1);
  });

  it('leaves neither effect nor mark of a handler that failed, so that the next delivery tries again', async () => {
    const event = eventOf(accountEvents.accountRegistered, 'auth-service', 504, 2, account(504, 'poison'));
    expect((await service.event('accounts', event)).status).toBe(500);
    expect(await service.sql('select * from things where id = 504')).toEqual([]);
    expect(await service.sql('select * from inbox where event_id = $1', [event.id])).toEqual([]);
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
});
