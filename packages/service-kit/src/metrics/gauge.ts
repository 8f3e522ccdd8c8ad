import { Gauge, register } from 'prom-client';

type Labels<Name extends string> = Record<Name, string>;

/**
 * A gauge that is asked for when somebody looks. One process is one service; where a test starts two of them in one,
 * the last one shows.
 */
export function defineGauge<Name extends string>(
  name: string,
  help: string,
  labelNames: Name[],
  read: () => Promise<[Labels<Name>, number][]> | [Labels<Name>, number][],
): void {
  register.removeSingleMetric(name);
  const gauge = new Gauge({
    name,
    help,
    labelNames,
    registers: [],
    async collect() {
      const values = await read();
      // What is gone, such as a source, must not stay with its last value.
      this.reset();
      for (const [labels, value] of values) this.set(labels, value);
    },
  });
  register.registerMetric(gauge);
}
