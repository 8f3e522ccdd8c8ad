import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  admin,
  call,
  gatewayUrls,
  login,
  member,
  newEmail,
  password,
  until,
  type Answer,
  type Person,
} from '../support/gateway.js';
import { openSocket, type LiveClient } from '../support/live.js';
import { send } from '../support/answer.js';
import { replicasOf, stackHome, stackStatus } from '../support/replicas.js';

const names = ['api-gateway', 'auth-service', 'user-service', 'tournament-service', 'notification-service'];

let root: Person;
beforeAll(async () => {
  root = await admin();
});

async function drawn(participants: number): Promise<{ id: number; matches: { id: number; winner: number }[] }> {
  const token = root.token;
  const body = { name: 'Triple Cup', start_date: '2030-05-01T09:00:00Z' };
  const { id } = (await call('POST', '/api/tournaments', { token, body })).body.tournament;
  const people = Array.from({ length: participants }, (_, index) => ({ name: `Player ${index}` }));
  await call('PUT', `/api/tournaments/${id}/participants`, { token, body: { participants: people } });
  await call('POST', `/api/tournaments/${id}/generate-bracket`, { token });
  const bracket: Answer = await call('GET', `/api/tournaments/${id}/brackets`, { token });
  const open = bracket.body.filter((match: { participant2: unknown }) => match.participant2 !== null);
  return {
    id,
    matches: open.map((match: { id: number; participant1: { id: number } }) => {
      return { id: match.id, winner: match.participant1.id };
    }),
  };
}

function win(tournament: number, match: { id: number; winner: number }): Promise<Answer> {
  const path = `/api/tournaments/${tournament}/bracket/${match.id}/result`;
  return call('PUT', path, { token: root.token, body: { winner_id: match.winner, score: '11:7' } });
}

test('three replicas of every service are there, the gateway too', async () => {
  const { services } = await stackStatus();
  const ready = services.map(({ name, replicas }) => [name, replicas.filter(({ state }) => state === 'ready').length]);
  expect(Object.fromEntries(ready)).toEqual(Object.fromEntries(names.map((name) => [name, 3])));
  expect(gatewayUrls).toHaveLength(3);
});

test('sockets at every replica get the same frames, each once and in the same order', async () => {
  const { id, matches } = await drawn(16);
  const topic = `tournament:${id}`;
  const { services } = await stackStatus();
  const replicas = services.find(({ name }) => name === 'notification-service')?.replicas ?? [];
  const screens: LiveClient[] = [];
  for (const { port } of replicas) {
    const { url } = (await call('POST', '/api/notifications/ticket', { body: { topics: [topic] } })).body;
    // A ticket opens a socket at any replica, whichever gave it.
    const there = new URL(url);
    there.port = String(port);
    const screen = await openSocket(there.href);
    screen.subscribe(topic);
    await until('the subscription', async () => screen.frames.some((frame) => frame.type === 'subscribed'));
    screens.push(screen);
  }
  const answers = await Promise.all(matches.map((match) => win(id, match)));
  expect(answers.map(({ status }) => status)).toEqual(matches.map(() => 200));
  const finished = (screen: LiveClient) => screen.events.filter(({ event }) => event === 'match.finished');
  await until('all results at all screens', async () =>
    screens.every((screen) => finished(screen).length >= matches.length),
  );
  const [first = [], ...others] = screens.map((screen) => screen.events.map(({ seq, event }) => ({ seq, event })));
  expect(others).toEqual([first, first]);
  const numbers = first.map(({ seq }) => seq);
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  expect(finished(screens[0]!)).toHaveLength(matches.length);
  for (const screen of screens) screen.close();
});

test('every gateway shows a result from its memory, and an entity tag of one holds at all of them', async () => {
  const { id, matches } = await drawn(2);
  const ask = (gateway: string, headers = {}): Promise<Answer> =>
    send('GET', `${gateway}/api/public/tournaments/${id}/bracket`, { headers });
  for (const gateway of gatewayUrls) {
    await until(
      `${gateway} keeps it`,
      async () => (await ask(gateway)).headers.get('cache-status') === 'api-gateway; hit',
    );
  }
  await win(id, matches[0]!);
  for (const gateway of gatewayUrls) {
    await until(`${gateway} shows it`, async () => (await ask(gateway)).body.matches[0].score === '11:7');
  }
  const etag = (await ask(gatewayUrls[0] ?? '')).headers.get('etag') ?? '';
  // Without the second one, Node asks caches to be passed by.
  const known = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
  const again = await Promise.all(gatewayUrls.map((gateway) => ask(gateway, known)));
  expect(again.map(({ status }) => status)).toEqual([304, 304, 304]);
});

test('a ban that ends is lifted once, although every replica looks for it', async () => {
  const people = await Promise.all(['Ann', 'Bea', 'Cem', 'Dan'].map((name) => member(name)));
  const end = new Date(Date.now() + 2000).toISOString();
  for (const { id: user_id } of people) {
    const answer = await call('PATCH', '/api/users/ban', { token: root.token, body: { user_id, until: end } });
    expect(answer.status).toBe(200);
  }
  for (const { id, email } of people) {
    await until('the login works again', async () => (await login(email)).status === 200);
    const audit = await call('GET', `/api/users/${id}/audit`, { token: root.token });
    expect(audit.body.items.map((item: { action: string }) => item.action)).toEqual(['unban', 'ban']);
  }
});

test('who asks for a new password gets one mail, although every replica looks for those that are due', async () => {
  const sent = (): number => logsOf('auth-service').match(/a link for a new password/g)?.length ?? 0;
  const ask = (email: string): Promise<Answer> => call('POST', '/api/auth/forgot-password', { body: { email } });
  const people = await Promise.all(['Eve', 'Fay', 'Gil', 'Hal'].map((name) => member(name)));
  const before = sent();
  await Promise.all(people.map(({ email }) => ask(email)));
  await until('the mails', async () => sent() >= before + people.length);
  // What would be sent twice is, before the mail of somebody who asks later.
  await ask((await member('Ina')).email);
  await until('the last mail', async () => sent() > before + people.length);
  expect(sent()).toBe(before + people.length + 1);
});

test('whoever registers has one profile, and every replica has come as far with the events as the others', async () => {
  const emails = Array.from({ length: 18 }, newEmail);
  // A few at once: their passwords are hashed by the cores of one machine, whatever the number of replicas.
  for (let next = 0; next < emails.length; next += 6) {
    const answers = await Promise.all(
      emails.slice(next, next + 6).map((email) => {
        const body = { email, password, full_name: 'Many Of Us', role: 'member' };
        return call('POST', '/api/auth/register', { body });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  }
  const found = async (email: string): Promise<number> =>
    (await call('GET', `/api/users/?limit=10&q=${email}`, { token: root.token })).body.items.length;
  for (const email of emails) await until(`the profile of ${email}`, async () => (await found(email)) === 1);
  const consumers = await replicasOf('auth-service', 'user-service', 'tournament-service');
  const statuses = async () =>
    Promise.all(
      consumers.map(async ({ service, call: ask }) => [service, (await ask('GET', '/internal/events/status')).body]),
    );
  await until('no replica is behind', async () => {
    const all = await statuses();
    const state = all.map(([service, { sources, dead, outbox }]) => {
      const feeds: { position: number; behind: number }[] = Object.values(sources);
      return {
        service,
        seen: feeds.map(({ position }) => position),
        behind: feeds.some(({ behind }) => behind > 0),
        dead,
        waiting: outbox.unpublished,
      };
    });
    const distinct = new Set(state.map((item) => JSON.stringify(item)));
    return distinct.size === 3 && state.every(({ behind, dead, waiting }) => !behind && dead === 0 && waiting === 0);
  });
});

function logsOf(service: string): string {
  const folder = join(stackHome, 'logs');
  return readdirSync(folder)
    .filter((file) => file.startsWith(service))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}
