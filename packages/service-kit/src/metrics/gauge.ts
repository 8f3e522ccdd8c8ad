import { Gauge, register } from 'prom-client';

type Reading<Name extends string> = [labels: Record<Name, string>, value: number][];

/**
 * A gauge that is asked for when somebody looks. One process is one service; where a test starts two of them in one,
 * the last one shows.
 */
export function defineGauge<Name extends string>(
  name: string,
  help: string,
  labelNames: Name[],
  read: () => Promise<Reading<Name>> | Reading<Name>,
): void {
  register.removeSingleMetric(name);
  const gauge = new Gauge({
    name,
    help,
    labelNames,
    registers: [],
    async collect() {
      // With its database away a service is watched all the same: the figure is missing, the others are not.
      const values = await attempt(read);
      // What is gone, such as a source, must not stay with its last value.
      this.reset();
      // A gauge without labels would go back to 0 instead.
      if (labelNames.length === 0) this.remove();
      for (const [labels, value] of values) this.set(labels, value);
    },
  });
  register.registerMetric(gauge);
}

async function attempt<Name extends string>(
  read: () => Promise<Reading<Name>> | Reading<Name>,
): Promise<Reading<Name>> {
  try {
    return await read();
  } catch {
    // `/readyz` says what is wrong.
    return [];
  }
}
