import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gatewayUrl } from '../support/gateway.js';

const checkout = resolve(import.meta.dirname, '../..');

describe('the README', () => {
  it('has a tour that works as printed', async () => {
    const readme = readFileSync(join(checkout, 'README.md'), 'utf8');
    const tour = /^api=[^]*?(?=\n```)/m.exec(readme)?.[0] ?? '';
    expect(tour.split('\n')).toHaveLength(10);
    // The tour runs against the stack of this suite instead of the one on the standard ports.
    const script = tour
      .replace('http://localhost:8000', gatewayUrl)
      .replace('.gym/secrets.json', join(process.env['GYM_TEST_HOME'] ?? '', 'secrets.json'));
    const { stdout } = await promisify(execFile)('bash', ['-euc', script], { cwd: checkout });
    expect(stdout).toMatch('"rounds":2');
    expect(stdout).toMatch('"name":"Cleo"');
  });
});
