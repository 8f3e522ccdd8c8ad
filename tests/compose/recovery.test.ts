import { admin, call, member, until, type Person } from '../support/gateway.js';
import { connectLive, type LiveClient } from '../support/live.js';
import { compose, crash } from './containers.js';

/** Milliseconds in which everything must be as before, without anybody's help. */
const patience = 90_000;

describe('a system in containers', () => {
  let root: Person;
  let tournament: number;

  beforeAll(async () => {
    root = await admin();
    const body = { name: 'Crash Open', start_date: '2027-05-01T09:00:00Z', max_participants: 256 };
    tournament = (await call('POST', '/api/tournaments/', { token: root.token, body })).body.tournament.id;
  });

  /** Through all services: a new account, its profile, a write, an event and its frame in a browser. */
  async function expectWorking(): Promise<void> {
    let lastFailure: unknown;
    await until(
      'the whole way from a registration to a live frame',
      async () => {
        let live: LiveClient | undefined;
        try {
          const person = await member();
          live = await connectLive({ token: person.token });
          live.subscribe(`tournament:${tournament}`);
          const name = `Person ${person.id}`;
          const entry = { participants: [{ name, user_id: person.id }] };
          const path = `/api/tournaments/${tournament}/participants`;
          const entered = await call('PUT', path, { token: root.token, body: entry });
          await live.event((frame) => JSON.stringify(frame.data).includes(name), 5000);
          return entered.status === 200;
        } catch (error) {
          lastFailure = error;
          return false;
        } finally {
          live?.close();
        }
      },
      patience,
    ).catch((error: unknown) => {
      throw new Error('it does not work again', { cause: lastFailure ?? error });
    });
  }

  it('works before anything breaks', expectWorking);

  it.each([
    'auth-service',
    'user-service',
    'tournament-service',
    'notification-service',
    'api-gateway',
    'auth-service-sidecar',
    'tournament-service-sidecar',
    'notification-service-sidecar',
    'redis',
    'postgres',
    'sentry',
  ])(
    'works again after a crash of %s',
    async (name) => {
      await crash(name);
      await expectWorking();
    },
    2 * patience,
  );

  it('works again after somebody restarts a service without its sidecar', async () => {
    await compose('restart', 'tournament-service');
    await expectWorking();
  }, 180_000);

  it('keeps what it knew when all containers are made anew', async () => {
    await compose('up', '--detach', '--wait', '--force-recreate');
    const found = await call('GET', `/api/tournaments/${tournament}`, { token: root.token });
    expect(found.body).toMatchObject({ name: 'Crash Open' });
    await expectWorking();
  }, 240_000);
});
