import { parseArgs } from 'node:util';
import { backUp } from './backup.js';
import { checkBackup, majorOf } from './check.js';
import { BackupError, UsageError, messageOf } from './errors.js';
import { findBackup, listBackups } from './folder.js';
import { readManifest } from './manifest.js';
import { findPostgresPrograms } from './programs.js';
import { restore } from './restore.js';
import { readSettings } from './settings.js';

const usage = `backup [--without-redis]             makes a backup of the running system
list                                 shows what there is
verify [<name>]                      reads a backup, the latest by default, and says whether it could be restored
restore <name>|latest [--running]    puts a backup in the place of what is there; --verify only reads it`;

const say = (line: string): void => console.log(line);

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parse(args);
  const [command, name, ...surplus] = positionals;
  if (values.help === true) return say(usage);
  if (surplus.length > 0) throw new UsageError(usage);
  const settings = readSettings(process.env);
  if (command === 'backup' && name === undefined) {
    await backUp(settings, { withRedis: values['without-redis'] !== true }, say);
  } else if (command === 'list' && name === undefined) {
    for (const item of listBackups(settings.folder)) say(`${item.name}  ${item.isGood ? 'complete' : 'DAMAGED'}`);
  } else if (command === 'verify' || values.verify === true) {
    const path = findBackup(settings.folder, name ?? 'latest');
    const versions = Object.values(readManifest(path).databases).map(({ server_version: version }) => version);
    const { pg_restore: program } = await findPostgresPrograms(Math.max(...versions.map(majorOf)));
    const { cut } = await checkBackup(path, settings, program);
    say(`${path} is good, made ${cut.to}`);
  } else if (command === 'restore' && name !== undefined) {
    const path = findBackup(settings.folder, name);
    await restore(settings, path, { running: values.running === true }, say);
    say('Restored. Start the services, or restart every one of them; everybody has to log in again.');
  } else {
    throw new UsageError(usage);
  }
}

const flag = { type: 'boolean' } as const;

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { running: flag, verify: flag, 'without-redis': flag, help: flag },
    });
  } catch (error) {
    throw new UsageError(`${messageOf(error)}\n${usage}`, { cause: error });
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof BackupError ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
