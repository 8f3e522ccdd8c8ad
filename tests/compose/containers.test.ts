import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '@gym/dev';
import { containers, imageSize, type Container } from './containers.js';

const services = readManifest().services.map(({ appId }) => appId);

describe('the containers of the system', () => {
  let all: Map<string, Container>;

  beforeAll(async () => {
    all = await containers();
  });

  it('are one that owns the network, a service and a sidecar for every service, and the infrastructure', () => {
    const expected = services.flatMap((name) => [
      name.replace(/^api-|-service$/g, '').concat('-net'),
      name,
      `${name}-sidecar`,
    ]);
    expect([...all.keys()].sort()).toEqual([...expected, 'postgres', 'redis', 'sentry'].sort());
  });

  it('run services as nobody, with nothing to write to and no privileges', () => {
    for (const name of services) {
      expect(all.get(name)).toMatchObject({
        Config: { User: '65532:65532' },
        HostConfig: { ReadonlyRootfs: true, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges:true'] },
      });
    }
  });

  it('may not fill the memory or the disk of the machine', () => {
    for (const { HostConfig } of all.values()) {
      expect(HostConfig.Memory).toBeGreaterThan(0);
      expect(HostConfig.LogConfig.Config['max-size']).toBe('10m');
    }
  });

  it('know no secret but the tokens of their sidecar, and show none in their arguments', () => {
    const folder = process.env['GYM_TEST_HOME'] ?? '';
    const secrets = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8'));
    const values = [secrets.redis.password, secrets.admin.password, secrets['auth-db'].url, secrets['user-db'].url];
    for (const [name, { Config }] of all) {
      const shown = JSON.stringify([Config.Env, Config.Cmd]);
      for (const value of values) expect([name, shown.includes(value)]).toEqual([name, false]);
      expect([name, shown.includes('PRIVATE KEY')]).toEqual([name, false]);
    }
  });

  it('come from images below 200 MB', async () => {
    for (const name of services) {
      expect([name, (await imageSize(all.get(name)?.Image ?? '')) < 200_000_000]).toEqual([name, true]);
    }
  });
});
