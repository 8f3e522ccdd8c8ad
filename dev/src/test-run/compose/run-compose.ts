import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DevError } from '../../errors.js';
import { CHECKOUT } from '../../paths.js';
import { runTool } from '../../tools/run-tool.js';
import { runJest } from '../jest.js';
import { sum, type Counts, type SuiteContext } from '../suite.js';
import { ensureEngine } from './engine.js';

/** All ports of this stack are this far from the usual ones. */
const offset = 5000;

/** Builds the images, brings the whole system up in containers and tests it from outside. */
export async function runCompose(context: SuiteContext): Promise<Counts> {
  const engine = await ensureEngine((line) => console.log(`  ${line}`));
  const secrets = join(context.testHome, 'compose');
  rmSync(secrets, { recursive: true, force: true });
  const env = {
    ...engine.env,
    COMPOSE_PROJECT_NAME: 'gym-test',
    GYM_SECRETS_DIR: secrets,
    GYM_BACKUP_FOLDER: join(context.testHome, 'compose-backups'),
    GYM_BACKUP_KEYS: join(context.testHome, 'compose-backup-keys'),
    GYM_VERSION: 'test',
    GYM_PORT: String(8000 + offset),
    GYM_WS_PORT: String(8004 + offset),
    PUBLIC_WS_URL: `ws://localhost:${8004 + offset}/ws`,
    CORS_ORIGINS: 'http://localhost:3000',
  };
  const compose = (...args: string[]): Promise<void> => runLoud([...engine.compose, ...args], env);
  try {
    const made = await runTool(join(CHECKOUT, 'scripts/compose-secrets.sh'), [], { env: { ...process.env, ...env } });
    if (!made.ok) throw new DevError('no-secrets', 'scripts/compose-secrets.sh failed');
    await compose('--profile', 'backup', 'build', '--quiet');
    await compose('up', '--detach', '--wait', '--quiet-pull');
    const stack = { GYM_TEST_HOME: secrets, GYM_TEST_OFFSET: String(offset) };
    const commands = { GYM_TEST_COMPOSE: JSON.stringify(engine.compose), GYM_TEST_DOCKER: engine.docker };
    const found = { ...stack, ...env, ...commands };
    const asClient = await runJest('contract', context, { args: ['--runInBand'], env: found });
    const asOperator = await runJest('compose', context, { env: found });
    const counts = sum([asClient, asOperator]);
    if (counts.failed > 0) await compose('logs', '--tail', '15');
    return counts;
  } finally {
    await compose('down', '--volumes', '--timeout', '5');
    await engine.stop();
  }
}

function runLoud(command: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: CHECKOUT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new DevError('compose-failed', `docker compose ${args.join(' ')} ended with ${code}, see above`));
    });
  });
}
