import { admin, member, patiently, until, type Person } from '../support/gateway.js';
import { connectLive, type LiveClient } from '../support/live.js';
import { stackStatus } from '../support/replicas.js';

const recoveryMs = 30_000;

async function processes(): Promise<Map<string, number | null>> {
  const { services, infrastructure } = await stackStatus();
  return new Map([
    ...services.flatMap(({ name, replicas }) =>
      replicas.flatMap(({ pid, dapr_pid }, index): [string, number | null][] => [
        [`${name} ${index}`, pid],
        [`the sidecar of ${name} ${index}`, dapr_pid],
      ]),
    ),
    ...infrastructure.map(({ name, pid }): [string, number | null] => [name, pid]),
  ]);
}

describe('kill -9 in the middle of the day', () => {
  let root: Person;
  let ann: Person;
  beforeAll(async () => {
    root = await admin();
    ann = await member('Ann');
  });

  /** A match of a new tournament, ready to be reported, and a screen that watches it. */
  async function openMatch(): Promise<{ tournament: number; match: number; winner: number }> {
    const token = root.token;
    const body = { name: 'Storm Cup', start_date: '2027-05-01T09:00:00Z' };
    const created = await patiently('POST', '/api/tournaments/', { token, body });
    const tournament = created.body.tournament.id;
    const participants = [{ name: 'A' }, { name: 'B' }];
    await patiently('PUT', `/api/tournaments/${tournament}/participants`, { token, body: { participants } });
    await patiently('POST', `/api/tournaments/${tournament}/generate-bracket`, { token });
    const bracket = await patiently('GET', `/api/tournaments/${tournament}/brackets`, { token });
    const [{ id: match, participant1 }] = bracket.body;
    return { tournament, match, winner: participant1.id };
  }

  async function watch(topic: string): Promise<LiveClient> {
    let live: LiveClient | undefined;
    await until(
      'a live connection',
      async () => {
        live = await connectLive({ token: ann.token }).catch(() => undefined);
        return live !== undefined;
      },
      recoveryMs,
    );
    if (live === undefined) throw new Error('unreachable');
    live.subscribe(topic);
    await until('the subscription', async () => live?.frames.some((frame) => frame.type === 'subscribed') ?? false);
    return live;
  }

  it.each([
    'api-gateway 0',
    'the sidecar of api-gateway 0',
    'auth-service 0',
    'the sidecar of auth-service 0',
    'user-service 0',
    'the sidecar of user-service 0',
    'tournament-service 0',
    'the sidecar of tournament-service 1',
    'notification-service 1',
    'the sidecar of notification-service 0',
    'redis',
    'postgres',
    'sentry',
  ])('%s comes back, and the story goes on', async (name) => {
    const { tournament, match, winner } = await openMatch();
    const victim = (await processes()).get(name);
    expect(victim).toBeGreaterThan(0);
    process.kill(victim ?? 0, 'SIGKILL');

    const path = `/api/tournaments/${tournament}/bracket/${match}/result`;
    const reported = await patiently('PUT', path, { token: root.token, body: { winner_id: winner } });
    expect(reported.status).toBe(200);
    const credentials = { email: ann.email, password: ann.password };
    expect((await patiently('POST', '/api/auth/login', { body: credentials })).status).toBe(200);
    expect((await patiently('GET', '/api/users/me', { token: ann.token })).status).toBe(200);

    const next = await openMatch();
    const screen = await watch(`tournament:${next.tournament}`);
    const nextPath = `/api/tournaments/${next.tournament}/bracket/${next.match}/result`;
    await patiently('PUT', nextPath, { token: root.token, body: { winner_id: next.winner } });
    await screen.event((frame) => frame.event === 'match.finished', recoveryMs);
    screen.close();

    await until(
      `${name} to run again`,
      async () => {
        const pid = (await processes()).get(name);
        return pid != null && pid !== victim;
      },
      recoveryMs,
    );
  });
});
