import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEnvironment, type TestEnvironment } from '../../../tests/support/environment.js';
import { createDatabase, createLogger, migrate, type Database } from '../src/index.js';

const old = join(import.meta.dirname, 'migrations');
const log = createLogger('migrations', { level: 'silent', json: false });

let environment: TestEnvironment;
let folder: string;
let database: Database;
beforeAll(async () => {
  environment = await startEnvironment();
});
afterAll(() => environment.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gym-migrations-'));
  cpSync(old, folder, { recursive: true });
  database = createDatabase(await environment.createDatabase('test-db'), log);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

describe('a version that is older than the database', () => {
  it('works when the newer one only added something', async () => {
    writeFileSync(join(folder, '0002_colour.sql'), '-- Up Migration\nalter table things add column colour text;\n');
    await migrate(database, folder, log);
    await migrate(database, old, log);
    expect((await database.query('select name, colour from things')).rows).toEqual([]);
  });

  it('does not start when the newer one took something away', async () => {
    writeFileSync(join(folder, '0002_contract_names.sql'), '-- Up Migration\nalter table things drop column name;\n');
    await migrate(database, folder, log);
    await expect(migrate(database, old, log)).rejects.toThrow('took away what this one needs: 0002_contract_names');
  });
});
