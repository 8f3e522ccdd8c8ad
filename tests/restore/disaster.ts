import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT, deleteStack, readManifest, restartInStack, stackPaths, startStack, stopStack } from '@gym/dev';
import { z } from 'zod';
import { home, offset } from './loaded-system.js';

const run = promisify(execFile);

/** Runs `scripts/backup` or `scripts/restore` for the stack of this suite. @returns what it printed */
export async function script(name: 'backup' | 'restore', args: string[], folder: string): Promise<string> {
  const env = { ...process.env, GYM_HOME: home, GYM_BACKUP_FOLDER: folder };
  return (await run(join(CHECKOUT, 'scripts', name), args, { env })).stdout;
}

const manifest = z.object({ cut: z.object({ from: z.string(), to: z.string() }) });

/** @returns the name of the backup, and when its cut was made */
export async function backUp(folder: string): Promise<{ path: string; cut: { from: string; to: string } }> {
  const path = /^complete: (.*)$/m.exec(await script('backup', [], folder))?.[1] ?? '';
  return { path, ...manifest.parse(JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'))) };
}

/** Everything is gone, but for the secrets, of which operators keep a copy. */
export async function loseEverything(): Promise<void> {
  const copy = join(home, 'copy-of-secrets.json');
  const { secrets } = stackPaths(home);
  await stopStack(home);
  copyFileSync(secrets, copy);
  await deleteStack(home);
  mkdirSync(home, { recursive: true });
  copyFileSync(copy, secrets);
}

/** Empty databases and Redis, then the backup, then the services, as docs/operations.md says. */
export async function bringBack(backup: string): Promise<string> {
  await stopStack(home);
  await startStack({ home, offset, only: 'infrastructure' });
  const said = await script('restore', [backup], join(home, 'unused'));
  await stopStack(home);
  await startStack({ home, offset });
  return said;
}

/** The backup, while the services work, and then a restart of each. */
export async function bringBackIntoRunning(backup: string): Promise<string> {
  const said = await script('restore', [backup, '--running'], join(home, 'unused'));
  for (const { appId } of readManifest().services) await restartInStack(stackPaths(home).socket, appId);
  await startStack({ home, offset });
  return said;
}
