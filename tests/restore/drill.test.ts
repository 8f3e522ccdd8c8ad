import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openStack } from '@gym/dev';
import type { Violation } from '../faults/src/run/violations.js';
import { openDatabases } from '../faults/src/run/databases.js';
import { registrations, standings } from '../faults/src/verify/people.js';
import { inboxes } from '../faults/src/verify/transport.js';
import { admin, call, member } from '../support/gateway.js';
import { backUp, bringBack, bringBackIntoRunning, loseEverything } from './disaster.js';
import {
  backupChecks,
  certainAt,
  findViolations,
  home,
  loadSystem,
  untilWritten,
  type LoadedSystem,
} from './loaded-system.js';

jest.setTimeout(240_000);

const names = backupChecks.map(({ name }) => name);

describe('a system of which a backup and the secrets are left', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gym-restore-'));
  let loaded: LoadedSystem;
  let found: Map<string, Violation[]>;
  let refreshToken: string;
  let lastUser: number;

  beforeAll(async () => {
    refreshToken = (await login()).refresh_token;
    loaded = loadSystem('before');
    await untilWritten(loaded, 120);
    const { path, cut } = await backUp(folder);
    await delay(2000);
    await loaded.load.stop();
    lastUser = (await member()).id;
    await loseEverything();
    await bringBack(path);
    loaded.world.admin.token = undefined;
    found = await findViolations(loaded, certainAt(loaded.written, cut));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(names)('%s, as of the backup', (name) => {
    expect(found.get(name)).toEqual([]);
  });

  test('was under load when the backup was made, and lost what came later', async () => {
    expect(loaded.world.violations.all).toEqual([]);
    expect(new Set(loaded.written.map(({ entry }) => entry.op)).size).toBeGreaterThanOrEqual(8);
    const { token } = await admin();
    expect((await call('GET', `/api/users/${lastUser}`, { token })).status).toBe(404);
  });

  test('accepts no login from before, and everybody can log in again', async () => {
    const refresh = await call('POST', '/api/auth/refresh', { body: { refresh_token: refreshToken } });
    expect(refresh.status).toBe(401);
    expect(await login()).toHaveProperty('access_token');
  });

  test('gives nobody the number of somebody who is lost', async () => {
    expect((await member()).id).toBeGreaterThan(lastUser);
  });

  test('goes on under load, and everything agrees', async () => {
    const again = loadSystem('after');
    await untilWritten(again, 60);
    await again.load.stop();
    expect(again.world.violations.all).toEqual([]);
    const violations = await findViolations(
      again,
      again.written.map(({ entry }) => entry),
    );
    expect([...violations.values()].flat()).toEqual([]);
  });

  test('makes anew what a service derived from events that its producer has lost', async () => {
    const { token } = await admin();
    const person = await member();
    const before = await backUp(folder);
    expect((await call('PATCH', '/api/users/ban', { token, body: { user_id: person.id } })).status).toBe(200);
    await delay(500);
    const after = await backUp(folder);
    // As if user-service were dumped first and the others later.
    const mixed = join(folder, 'mixed');
    cpSync(after.path, mixed, { recursive: true });
    cpSync(join(before.path, 'user-db.dump'), join(mixed, 'user-db.dump'));
    const [older, newer] = [before.path, after.path].map((path) =>
      JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')),
    );
    newer.databases['user-db'] = older.databases['user-db'];
    writeFileSync(join(mixed, 'manifest.json'), JSON.stringify(newer));

    expect(await bringBackIntoRunning(mixed)).toMatch(/auth-db knew of \d+ events of user-service/);
    loaded.world.admin.token = undefined;
    const violations = await findViolations(loaded, []);
    // A rebuild tells some facts again, so only their effects are looked at.
    for (const { name } of [registrations, standings, inboxes]) expect(violations.get(name)).toEqual([]);
    const databases = openDatabases(openStack(home).secrets);
    const rows = await databases.rows('auth-db', 'select is_banned from users where id = $1', [person.id]);
    await databases.close();
    expect(rows).toEqual([{ is_banned: false }]);
  });
});

async function login(): Promise<{ access_token: string; refresh_token: string }> {
  const { email, password } = openStack(home).secrets.admin;
  return (await call('POST', '/api/auth/login', { body: { email, password } })).body;
}
