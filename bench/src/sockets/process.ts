import { once } from 'node:events';
import { z } from 'zod';
import { WebSocket } from 'ws';
import { socketOrder, type SocketAnswer } from './messages.js';

/** Handshakes under way at once. */
const atOnce = 32;
const ticket = z.object({ url: z.string() });

/** A process with any number of spectators, so that their work is not that of the process which measures. */
let open = 0;
let frames = 0;
let lastAt = 0;

async function openOne(port: number, topic: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/api/notifications/ticket`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ topics: [topic] }),
  });
  const socket = new WebSocket(ticket.parse(await response.json()).url, { perMessageDeflate: false });
  const subscribed = new Promise<void>((resolve) => {
    // Frames are not parsed: the process has to keep up with 10,000 sockets.
    socket.on('message', (data: Buffer) => {
      if (data.includes('"type":"event"')) {
        frames += 1;
        lastAt = Date.now();
      } else if (data.includes('"type":"subscribed"')) resolve();
      else if (data.includes('"type":"ping"')) socket.send('{"type":"pong"}');
    });
  });
  socket.on('close', () => (open -= 1));
  await once(socket, 'open');
  open += 1;
  socket.send(JSON.stringify({ type: 'subscribe', topics: [topic] }));
  await subscribed;
}

async function openMany(count: number, port: number, topic: string): Promise<void> {
  let left = count;
  async function work(): Promise<void> {
    while (left > 0) {
      left -= 1;
      await openOne(port, topic);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function obey(message: unknown): Promise<SocketAnswer> {
  const order = socketOrder.parse(message);
  if ('open' in order) await openMany(order.open, order.port, order.topic);
  const answer = { open, frames, lastAt };
  [frames, lastAt] = [0, 0];
  return answer;
}

process.on('message', (message) => {
  obey(message).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
