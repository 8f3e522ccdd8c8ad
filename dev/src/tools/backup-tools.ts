import { findOnPath } from './find-on-path.js';
import { installPackage } from './install-package.js';

/** What tests of backups need beside the servers: name of the program, and its packages. */
const programs = [
  { program: 'pg_dump', apt: 'postgresql-client', brew: 'postgresql@15' },
  { program: 'redis-cli', apt: 'redis-tools', brew: 'redis' },
  { program: 'gpg', apt: 'gnupg', brew: 'gnupg' },
];

/** Installs what is missing; where that cannot be, the tests say what they need. */
export async function ensureBackupTools(say: (line: string) => void): Promise<void> {
  for (const { program, ...names } of programs) {
    if (findOnPath(program) === undefined) await installPackage(names, say);
  }
}
