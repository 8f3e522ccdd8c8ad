import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CHECKOUT } from '@gym/dev';
import { gatewayUrl } from '../support/gateway.js';

const smoke = join(CHECKOUT, 'scripts/smoke.sh');

describe('the look after a deployment', () => {
  it('is content with a system that works', () => {
    const said = execFileSync(smoke, [gatewayUrl], { encoding: 'utf8' });
    expect(said).toContain('/api/tournaments/health: 200');
    expect(said).toContain('/api/users/me: 401');
  });

  it('is not content with one that answers something else', () => {
    const { status, stderr } = spawnSync(smoke, [`${gatewayUrl}/nowhere`], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('404 instead of 200') });
  });
});
