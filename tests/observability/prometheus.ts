import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT, ensurePrometheus } from '@gym/dev';
import { stringify } from 'yaml';
import { z } from 'zod';

/** A running Prometheus. */
export interface Prometheus {
  /** The data of an answer of its API. @throws with its own words when it refuses */
  ask(path: string, query?: Record<string, string>): Promise<unknown>;
  stop(): Promise<void>;
}

/** Addresses by job, as in compose/observability/prometheus.yml. */
export type Targets = Record<'gym' | 'gym-sidecars', string[]>;

const answer = z.object({ status: z.string(), data: z.unknown().optional(), error: z.string().optional() });

export async function startPrometheus(targets: Targets): Promise<Prometheus> {
  const { prometheus } = await ensurePrometheus((line) => console.log(line));
  const folder = mkdtempSync(join(tmpdir(), 'gym-prometheus-'));
  const config = join(folder, 'prometheus.yml');
  const jobs = Object.entries(targets).map(([job, addresses]) => ({
    job_name: job,
    honor_labels: true,
    static_configs: [{ targets: addresses }],
  }));
  writeFileSync(
    config,
    stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [join(CHECKOUT, 'observability/rules/*.yaml')],
      scrape_configs: jobs,
    }),
  );
  const port = await freePort();
  const files = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`];
  const child = spawn(prometheus, [...files, `--web.listen-address=127.0.0.1:${port}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));

  async function ask(path: string, query: Record<string, string> = {}): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}?${new URLSearchParams(query).toString()}`);
    const { status, data, error } = answer.parse(await response.json());
    if (status !== 'success') throw new Error(`${path} ${JSON.stringify(query)}: ${error ?? status}`);
    return data;
  }

  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`Prometheus ended: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { ask, stop: () => stop(child, folder) };
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

async function isReady(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => undefined);
  return response?.ok === true;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
