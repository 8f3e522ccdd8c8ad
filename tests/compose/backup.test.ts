import { readManifest } from '@gym/dev';
import { admin, call, until, type Person } from '../support/gateway.js';
import { compose } from './containers.js';

describe('a backup of a system in containers', () => {
  let root: Person;
  const path = (id: number): string => `/api/tournaments/${id}`;

  async function create(name: string): Promise<number> {
    const body = { name, start_date: '2027-05-01T09:00:00Z' };
    return (await call('POST', '/api/tournaments/', { token: root.token, body })).body.tournament.id;
  }

  it('brings back what there was, while the services run', async () => {
    root = await admin();
    const kept = await create('Before the backup');
    expect(await compose('run', '--rm', 'backup')).toContain('complete: /backups/gym-');
    const lost = await create('After the backup');
    expect(await compose('run', '--rm', 'backup', 'verify')).toContain('is good');
    expect(await compose('run', '--rm', 'backup', 'restore', 'latest', '--running')).toContain('Restored.');
    await compose('restart', ...readManifest().services.map(({ appId }) => appId));
    await until(
      'a login',
      async () =>
        admin().then(
          (person) => {
            root = person;
            return true;
          },
          () => false,
        ),
      90_000,
    );
    await until(
      'the tournament of before',
      async () => (await call('GET', path(kept), { token: root.token })).status === 200,
      60_000,
    );
    expect((await call('GET', path(lost), { token: root.token })).status).toBe(404);
  }, 300_000);
});
