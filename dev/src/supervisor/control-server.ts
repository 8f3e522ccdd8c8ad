import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { messageOf } from '../errors.js';
import type { TraceStore } from '../traces/trace-store.js';
import type { StackView } from './view.js';

/** What a supervisor does on request. */
export interface Control {
  view(): StackView;
  restart(name: string): Promise<string[]>;
  readonly traces: TraceStore;
  /** Stops the stack; the process ends afterwards. */
  stop(): Promise<void>;
}

/** Serves the commands of `dev.sh` on a Unix socket in a folder that only the owner can enter. */
export function serveControl(control: Control, socket: string): Promise<Server> {
  const answer = async (method: string, url: URL): Promise<unknown> => {
    const name = url.searchParams.get('name');
    if (method === 'GET' && url.pathname === '/view') return control.view();
    if (method === 'POST' && url.pathname === '/restart' && name !== null)
      return { restarted: await control.restart(name) };
    if (method === 'GET' && url.pathname === '/trace') return control.traces.find(url.searchParams.get('id') ?? '');
    if (method === 'GET' && url.pathname === '/traces')
      return control.traces.latest(Number(url.searchParams.get('count')));
    if (method === 'POST' && url.pathname === '/stop') return { stopped: (await control.stop(), true) };
    throw new Error(`unknown request ${method} ${url.pathname}`);
  };
  const server = createServer((request, response) => {
    answer(request.method ?? '', new URL(request.url ?? '', 'http://supervisor')).then(
      (body) => response.end(JSON.stringify(body)),
      (error: unknown) => {
        response.statusCode = 400;
        response.end(JSON.stringify({ error: messageOf(error) }));
      },
    );
  });
  server.requestTimeout = 0;
  return new Promise((resolve, reject) => {
    rmSync(socket, { force: true });
    server.once('error', reject);
    server.listen(socket, () => resolve(server));
  });
}
