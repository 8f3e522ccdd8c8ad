import { statfsSync } from 'node:fs';
import { paint } from '../cli/colour.js';
import { parseStackOptions } from '../cli/options.js';
import { formatTable } from '../cli/table.js';
import { messageOf } from '../errors.js';
import { readManifest } from '../manifest.js';
import { CHECKOUT, defaultHome, stackPaths } from '../paths.js';
import { checkPorts } from '../port-check.js';
import { askView } from '../supervisor/control-client.js';
import { findOnPath } from '../tools/find-on-path.js';
import { ensurePostgres } from '../tools/postgres.js';
import { lookForRedis } from '../tools/redis.js';
import { lookForSidecar } from '../tools/sidecar.js';
import type { Command } from './command.js';

/** Says what is fine; throws what to do. */
type Check = () => string | Promise<string>;

/** Packages, a compiled sidecar, Go's cache while it is built, and some data. */
const NEEDED_DISK_GB = 4;
const MINIMUM_NODE = [20, 11] as const;

export const doctor: Command = {
  name: 'doctor',
  usage: 'doctor',
  summary: 'check what the machine offers, and say what to do about what is missing',
  async run(args) {
    const options = parseStackOptions(args);
    const home = defaultHome();
    const checks: Record<string, Check> = {
      node: checkNode,
      disk: checkDisk,
      ports: async () => {
        const view = await askView(stackPaths(home).socket);
        if (view !== undefined) return `the stack runs already (offset ${view.offset})`;
        const shape = { offset: options.offset ?? 0, replicas: options.replicas ?? {}, only: options.only ?? null };
        await checkPorts(shape, readManifest(options.manifest));
        return 'all free';
      },
      postgres: () => {
        const source = ensurePostgres(home, () => undefined);
        return source.kind === 'embedded' ? `the npm package; data in ${source.dataFolder}` : 'GYM_POSTGRES_URL';
      },
      redis: lookForRedis,
      daprd: async () => (await lookForSidecar()) ?? describeBuild(),
    };
    const rows: string[][] = [];
    for (const [name, check] of Object.entries(checks)) rows.push([name, ...(await perform(check))]);
    console.log(
      formatTable(rows, (text, _row, column) => (column === 1 ? paint(text === 'ok' ? 'green' : 'red', text) : text)),
    );
    return rows.every(([, verdict]) => verdict === 'ok') ? 0 : 1;
  },
};

async function perform(check: Check): Promise<[string, string]> {
  try {
    return ['ok', await check()];
  } catch (error) {
    return ['FIX', messageOf(error)];
  }
}

function checkNode(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [neededMajor, neededMinor] = MINIMUM_NODE;
  if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
    throw new Error(`install Node.js ${neededMajor}.${neededMinor} or newer (this is ${process.versions.node})`);
  }
  return process.versions.node;
}

function checkDisk(): string {
  const { bavail, bsize } = statfsSync(CHECKOUT);
  const free = (bavail * bsize) / 1e9;
  if (free < NEEDED_DISK_GB) throw new Error(`${free.toFixed(1)} GB free: make room for ${NEEDED_DISK_GB} GB`);
  return `${free.toFixed(0)} GB free`;
}

function describeBuild(): string {
  const go = findOnPath('go');
  if (go === undefined) throw new Error('install the Dapr CLI and run `dapr init --slim`, or install Go to build it');
  return `not there yet; the first start builds it with ${go}, which takes about two minutes`;
}
