import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { openRedis, whileReadOnly } from '../../../tests/support/redis.js';
import { startTestService, type Answer, type TestService } from '../../../tests/support/service.js';
import {
  badRequest,
  createStateAnswers,
  defineService,
  guarded,
  type BaseConfig,
  type Overrides,
  type Service,
} from '../src/index.js';

/** The texts that went out. */
let sent: string[] = [];
let meanwhile = async (): Promise<void> => undefined;

/** A service without a database. */
function createSender(config: BaseConfig, overrides?: Overrides): Service {
  return defineService(
    config,
    ({ sidecar, log }) => {
      const send = guarded({
        method: 'post',
        path: '/api/notifications/send',
        summary: 'Send a text',
        access: 'member',
        body: z.object({ text: z.string().min(1) }),
        answer: { status: 200, schema: z.object({ detail: z.string() }) },
        async handle({ body: { text } }) {
          await meanwhile();
          if (text === 'refused') throw badRequest('Not this.');
          sent.push(text);
          return { detail: `sent: ${text}` };
        },
      });
      return Promise.resolve({ operations: [send], answers: createStateAnswers(sidecar, log) });
    },
    overrides,
  );
}

describe('a request with an Idempotency-Key to a service without a database', () => {
  let replicas: TestService[] = [];
  beforeAll(async () => {
    const first = await startTestService('notification-service', createSender);
    const { environment } = first;
    replicas = [
      first,
      await startTestService('notification-service', createSender, { environment, podName: 'notification-service-1' }),
    ];
  });
  afterAll(async () => {
    for (const replica of replicas.toReversed()) await replica.stop();
  });
  beforeEach(() => {
    sent = [];
    meanwhile = () => Promise.resolve();
  });

  async function send(replica: number, key: string, text = 'hello', user = 1): Promise<Answer> {
    const service = replicas[replica % replicas.length];
    if (service === undefined) throw new Error('no replica was started');
    const token = service.tokenFor({ id: user });
    return service.call('POST', '/api/notifications/send', {
      token,
      body: { text },
      headers: { 'idempotency-key': key },
    });
  }

  it('gets the first answer again, from any replica', async () => {
    const key = randomUUID();
    const first = await send(0, key);
    const again = await send(1, key);
    expect([first.body, again.body]).toEqual([{ detail: 'sent: hello' }, { detail: 'sent: hello' }]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(sent).toEqual(['hello']);
  });

  it('is refused when the key came with another body, and free for other people', async () => {
    const key = randomUUID();
    await send(0, key);
    expect(await send(1, key, 'other')).toMatchObject({
      status: 422,
      body: { type: '/problems/idempotency-key-reused' },
    });
    expect((await send(1, key, 'other', 2)).status).toBe(200);
    expect(sent).toEqual(['hello', 'other']);
  });

  it('takes effect once when many come at once at both replicas', async () => {
    for (let round = 0; round < 5; round += 1) {
      sent = [];
      meanwhile = () => new Promise((done) => setTimeout(done, 60));
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 8 }, (_item, index) => send(index, key)));
      expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200));
      expect(sent).toEqual(['hello']);
    }
  });

  it('that a rule refused frees its key at once', async () => {
    const key = randomUUID();
    expect((await send(0, key, 'refused')).status).toBe(400);
    expect((await send(1, key)).status).toBe(200);
    expect(sent).toEqual(['hello']);
  });

  it('is told that it cannot be done, and not that it is under way, while the store takes no writes', async () => {
    const [{ environment } = {}] = replicas;
    if (environment === undefined) throw new Error('no replica was started');
    const redis = await openRedis(environment);
    try {
      const key = randomUUID();
      await whileReadOnly(redis, async () => {
        expect(await send(0, key)).toMatchObject({ status: 503, body: { type: '/problems/unavailable' } });
      });
      expect(sent).toEqual([]);
      expect((await send(1, key)).status).toBe(200);
    } finally {
      redis.disconnect();
    }
  });

  it('is told to come back when the first one takes too long', async () => {
    const key = randomUUID();
    let finish = (): void => undefined;
    meanwhile = () => new Promise((done) => (finish = done));
    const slow = send(0, key);
    await new Promise((done) => setTimeout(done, 100));
    const second = await send(1, key);
    expect(second).toMatchObject({ status: 409, body: { type: '/problems/idempotency-in-progress' } });
    expect(second.headers.get('retry-after')).toBe('2');
    finish();
    expect((await slow).status).toBe(200);
    expect((await send(1, key)).headers.get('idempotency-replayed')).toBe('true');
  });
});
