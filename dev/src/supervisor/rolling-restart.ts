import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ManagedProcess } from '../process/managed-process.js';

const LISTEN_PATIENCE_MS = 10_000;

/**
 * Restarts a replica whose partners serve meanwhile. Its sidecar goes first, as with a pod: others find a replica by its
 * sidecar, and one without an app would go on refusing its share of the calls. It was asked to, so it does not count as
 * a restart of the sidecar.
 */
export async function restartReplica(
  app: ManagedProcess,
  sidecar: ManagedProcess,
  mayStart: () => boolean,
): Promise<void> {
  await sidecar.stop();
  await app.restart(mayStart);
  await untilListening(app);
  if (mayStart() && app.state !== 'crashed') sidecar.start();
}

/** An app listens before it is ready; a sidecar that finds nobody there would be found by others already. */
async function untilListening(app: ManagedProcess): Promise<void> {
  const deadline = Date.now() + LISTEN_PATIENCE_MS;
  while (app.state !== 'crashed' && app.state !== 'stopped' && Date.now() < deadline) {
    if (await isListening(app.spec.port)) return;
    await delay(20);
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
