import { parseOptions } from '../cli/options.js';
import { formatTable } from '../cli/table.js';
import { DevError } from '../errors.js';
import { defaultHome, stackPaths } from '../paths.js';
import { askTrace, askTraces } from '../supervisor/control-client.js';
import { describe, traceTree } from '../traces/trace-tree.js';
import { requestIdTag } from '../traces/zipkin-span.js';
import type { Command } from './command.js';

const LATEST = 20;

export const trace: Command = {
  name: 'trace',
  usage: 'trace [id]',
  summary: 'the way of one request through services, databases and events; without an id the last requests',
  details:
    'id is the x-request-id of an answer (also request_id in logs and errors), or the trace_id of a log line.\n' +
    'The supervisor keeps the last 20,000 steps in memory. Steps arrive up to 5 s after they ended.',
  async run(args) {
    const { positionals } = parseOptions(args, {}, { positionals: 1 });
    const { socket } = stackPaths(defaultHome());
    const [id] = positionals;
    if (id === undefined) {
      const latest = (await askTraces(socket, LATEST)) ?? nothingRuns();
      if (latest.length === 0) throw new DevError('no-trace', `No request was recorded yet.${RECORDING}`);
      const rows = latest.map((span) => [
        new Date(span.timestamp / 1000).toISOString(),
        `${(span.duration / 1000).toFixed(1)} ms`.padStart(10),
        span.tags[requestIdTag] ?? span.traceId,
        describe(span),
      ]);
      console.log(formatTable([['BEGAN', '      TOOK', 'ID', ''], ...rows]));
      return 0;
    }
    const spans = (await askTrace(socket, id)) ?? nothingRuns();
    if (spans.length === 0) {
      throw new DevError(
        'no-trace',
        `Nothing is known of ${id}: it is older than what is kept, not here yet (try again), or was not recorded.` +
          `${RECORDING} ./dev.sh trace lists what is there.`,
      );
    }
    console.log(traceTree(spans));
    return 0;
  },
};

const RECORDING = ' All requests are recorded unless ./dev.sh up was given --trace with a smaller share.';

function nothingRuns(): never {
  throw new DevError('not-running', 'Nothing runs. Start with ./dev.sh up');
}
