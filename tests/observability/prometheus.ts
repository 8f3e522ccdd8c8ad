import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT, ensurePrometheus } from '@gym/dev';
import { stringify } from 'yaml';
import { z } from 'zod';
import { freePorts, startChild } from '../support/processes.js';

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
  const [port = 0] = await freePorts(1);
  const files = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`];
  const args = [...files, `--web.listen-address=127.0.0.1:${port}`];
  const child = startChild(prometheus, args, { env: process.env, cwd: folder });

  async function ask(path: string, query: Record<string, string> = {}): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}?${new URLSearchParams(query).toString()}`);
    const { status, data, error } = answer.parse(await response.json());
    if (status !== 'success') throw new Error(`${path} ${JSON.stringify(query)}: ${error ?? status}`);
    return data;
  }

  while (!(await isReady(port))) {
    if (child.process.exitCode !== null) throw new Error(`Prometheus ended: ${child.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    ask,
    async stop() {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isReady(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => undefined);
  return response?.ok === true;
}
