import { z } from 'zod';

const value = z.object({
  /** `<metric>_bucket`, `_sum` or `_count`, for a histogram. */
  metricName: z.string().optional(),
  labels: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)),
  // JSON knows no "not a number", which a figure has that nothing was measured for.
  value: z.number().nullable(),
});
export type Value = z.infer<typeof value>;

const metric = z.object({ name: z.string(), type: z.string(), values: z.array(value) });

/** Figures of one process by name. */
export type Metrics = ReadonlyMap<string, readonly Value[]>;

const timeoutMs = 3000;

/** @returns undefined when nobody answers there */
export async function readMetrics(port: number): Promise<Metrics | undefined> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics.json`, {
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => undefined);
  if (response?.ok !== true) return undefined;
  const metrics = z.array(metric).parse(await response.json());
  return new Map(metrics.map(({ name, values }) => [name, values]));
}
