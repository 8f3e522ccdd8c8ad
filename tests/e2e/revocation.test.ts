import { admin, call, login, member, until, type Answer, type Person } from '../support/gateway.js';
import { connectLive } from '../support/live.js';
import { replicasOf, stackStatus, type Replica } from '../support/replicas.js';

/** What every person with a login may ask of each service. */
const questions: Record<string, [method: string, path: string]> = {
  'auth-service': ['GET', '/api/auth/sessions'],
  'user-service': ['GET', '/api/users/me'],
  'tournament-service': ['GET', '/api/tournaments/?limit=1'],
  'notification-service': ['POST', '/api/notifications/ticket'],
};

let replicas: Replica[];
let root: Person;
beforeAll(async () => {
  replicas = await replicasOf(...Object.keys(questions));
  root = await admin();
});

/** Which replicas let the token in, such as `user-service 200`. */
async function answers(token: string): Promise<string[]> {
  return Promise.all(
    replicas.map(async ({ service, call: ask }) => {
      const [method, path] = questions[service] ?? ['GET', '/'];
      const answer: Answer | undefined = await ask(method, path, { token }).catch(() => undefined);
      return `${service} ${answer?.status ?? 'away'}`;
    }),
  );
}

async function refusedEverywhere(token: string): Promise<void> {
  await until('every replica refuses the token', async () =>
    (await answers(token)).every((answer) => answer.endsWith(' 401')),
  );
}

async function acceptedEverywhere(token: string): Promise<void> {
  await until('every replica accepts the token', async () =>
    (await answers(token)).every((answer) => answer.endsWith(' 200')),
  );
}

function decide(what: 'ban' | 'unban', { id }: Person): Promise<Answer> {
  return call('PATCH', `/api/users/${what}`, { token: root.token, body: { user_id: id } });
}

async function sessionOf({ email, password }: Person): Promise<{ access_token: string; refresh_token: string }> {
  const { status, body } = await login(email, password);
  expect(status).toBe(200);
  return body;
}

const refresh = (refresh_token: string): Promise<Answer> =>
  call('POST', '/api/auth/refresh', { body: { refresh_token } });

it('runs several replicas of every service', () => {
  for (const name of Object.keys(questions)) {
    expect([name, replicas.filter(({ service }) => service === name).length > 1]).toEqual([name, true]);
  }
});

it('a ban reaches the tokens of the person at every replica of every service, and closes the sockets', async () => {
  const ann = await member('Ann');
  const { refresh_token: token } = await sessionOf(ann);
  await acceptedEverywhere(ann.token);
  const screens = await Promise.all([connectLive({ token: ann.token }), connectLive({ token: ann.token })]);
  expect((await decide('ban', ann)).status).toBe(200);
  await refusedEverywhere(ann.token);
  expect(await Promise.all(screens.map(({ closed }) => closed))).toEqual([4403, 4403]);
  expect((await refresh(token)).status).toBe(401);
  expect((await login(ann.email)).status).toBe(403);

  expect((await decide('unban', ann)).status).toBe(200);
  const again = await sessionOf(ann);
  await acceptedEverywhere(again.access_token);
  // What was issued before the ban stays worthless.
  await refusedEverywhere(ann.token);
});

it('a logout everywhere ends every session and its sockets, and nothing of other people', async () => {
  const ann = await member('Ann');
  const bob = await member('Bob');
  const phone = await sessionOf(ann);
  const screen = await connectLive({ token: phone.access_token });
  expect((await call('POST', '/api/auth/logout-all', { token: ann.token })).status).toBe(200);
  await refusedEverywhere(ann.token);
  await refusedEverywhere(phone.access_token);
  expect(await screen.closed).toBe(4401);
  expect((await refresh(phone.refresh_token)).status).toBe(401);
  await acceptedEverywhere(bob.token);
  await acceptedEverywhere((await sessionOf(ann)).access_token);
});

it('the end of one session leaves the others', async () => {
  const ann = await member('Ann');
  const phone = await sessionOf(ann);
  const listed = await call('GET', '/api/auth/sessions', { token: ann.token });
  const other = listed.body.items.find((item: { current: boolean }) => !item.current);
  expect(other).toMatchObject({ address: '127.0.0.1', device: expect.any(String) });
  expect((await call('DELETE', `/api/auth/sessions/${other.id}`, { token: ann.token })).status).toBe(200);
  await refusedEverywhere(phone.access_token);
  await acceptedEverywhere(ann.token);
});

it('a refresh goes on in the same session, and two at once get the same token', async () => {
  const ann = await member('Ann');
  const { refresh_token: token } = await sessionOf(ann);
  const [one, two] = await Promise.all([refresh(token), refresh(token)]);
  expect([one.status, two.status]).toEqual([200, 200]);
  expect(two.body.refresh_token).toBe(one.body.refresh_token);
  await acceptedEverywhere(one.body.access_token);
});

it('a ban holds everywhere while Redis is away, and after a replica has restarted', async () => {
  const ann = await member('Ann');
  await acceptedEverywhere(ann.token);
  const { infrastructure, services } = await stackStatus();
  const redis = infrastructure.find(({ name }) => name === 'redis')?.pid;
  const tournaments = services.find(({ name }) => name === 'tournament-service')?.replicas[0]?.pid;
  if (!redis || !tournaments) throw new Error('redis or tournament-service do not run');
  process.kill(redis, 'SIGKILL');
  expect((await decide('ban', ann)).status).toBe(200);
  await refusedEverywhere(ann.token);
  process.kill(tournaments, 'SIGKILL');
  await until('the replica is gone', async () => (await answers(ann.token)).some((answer) => answer.endsWith('away')));
  await until('it answers again', async () => (await answers(ann.token)).every((answer) => !/away|503/.test(answer)));
  expect(new Set((await answers(ann.token)).map((answer) => answer.slice(-3)))).toEqual(new Set(['401']));
});
