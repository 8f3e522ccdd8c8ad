import { DevError } from '../errors.js';
import { parseOptions } from '../cli/options.js';
import { readLaunch } from '../launch.js';
import { stackPaths } from '../paths.js';
import { infrastructurePorts } from '../ports.js';
import { serveControl } from '../supervisor/control-server.js';
import { Supervisor } from '../supervisor/supervisor.js';
import { serveTraces } from '../traces/trace-server.js';
import { TraceStore } from '../traces/trace-store.js';

/** The background process behind `up`. Not for people. */
export async function supervise(args: readonly string[]): Promise<void> {
  const { values } = parseOptions(args, { home: { type: 'string' } });
  const paths = stackPaths(values.home ?? '');
  const launch = readLaunch(paths.launch);
  if (launch === undefined) throw new DevError('no-launch', `${paths.launch} is missing`);
  const supervisor = new Supervisor(launch);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= supervisor.stop().finally(() => server.close(() => process.exit(0)));
    return stopping;
  };
  const traces = new TraceStore();
  await serveTraces(traces, infrastructurePorts(launch.offset).traces);
  const server = await serveControl(
    { view: () => supervisor.view(), restart: (name) => supervisor.restart(name), stop, traces },
    paths.socket,
  );
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop());
  await supervisor.start();
}
