import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissions } from '@gym/contracts';
import { readManifest } from '@gym/dev';
import { z } from 'zod';
import { servicesPage, servicesPageFile } from '../src/services-page/page.js';
import { settingsOf } from '../src/services-page/settings.js';

const generate = 'Run: npm run generate -w packages/contracts, and commit what it wrote.';
const load = (folder: string, module: string): Promise<object> => import(join(folder, 'src', `${module}.ts`));

describe('docs/services.md', () => {
  const committed = readFileSync(servicesPageFile, 'utf8');

  it('is committed as it is generated now', async () => {
    const isCurrent = (await servicesPage(load)) === committed;
    expect({ isCurrent, hint: generate }).toEqual({ isCurrent: true, hint: generate });
  });

  it('has every service, and every endpoint once', () => {
    for (const { appId } of readManifest().services) expect(committed).toContain(`\n## ${appId}\n`);
    const rows = [...committed.matchAll(/^\| ([A-Z]+) \| `([^`]+)`/gm)].map(([, method, path]) => `${method} ${path}`);
    expect(rows.toSorted()).toEqual(Object.keys(permissions).toSorted());
  });
});

describe('a setting', () => {
  it('is shown with its type, its limits and its default', () => {
    const schema = z.object({
      TIMES: z.coerce.number().int().min(1).max(9).default(3).describe('How often'),
      SHARE: z.coerce.number().positive().max(1).optional().describe('How much'),
      LEVEL: z.enum(['low', 'high']).describe('How high'),
      WHERE: z
        .union([z.literal('').transform(() => undefined), z.url()])
        .optional()
        .describe('Where to'),
    });
    expect(settingsOf(schema)).toEqual([
      { name: 'TIMES', type: 'whole number, 1 to 9', otherwise: '`3`', meaning: 'How often' },
      { name: 'SHARE', type: 'number, more than 0 to 1', otherwise: '', meaning: 'How much' },
      { name: 'LEVEL', type: '`low`, `high`', otherwise: 'required', meaning: 'How high' },
      { name: 'WHERE', type: 'URL', otherwise: '', meaning: 'Where to' },
    ]);
  });

  it('without a description is refused, so that none is left unexplained', () => {
    expect(() => settingsOf(z.object({ TIMES: z.string() }))).toThrow('TIMES');
  });
});
