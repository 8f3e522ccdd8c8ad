import { once } from 'node:events';
import { serverFrame, type EventFrame, type ServerFrame } from '@gym/contracts';
import { WebSocket } from 'ws';
import { call } from './gateway.js';

/** A connected browser, as far as frames go. */
export interface LiveClient {
  readonly frames: ServerFrame[];
  readonly events: EventFrame[];
  readonly socket: WebSocket;
  subscribe(...topics: string[]): void;
  /** Resolves with the first event, past or future, that matches. */
  event(matches: (frame: EventFrame) => boolean, timeoutMs?: number): Promise<EventFrame>;
  closed: Promise<number>;
  close(): void;
}

/** Gets a ticket through the gateway and opens the socket it names. */
export async function connectLive(options: { token?: string; topics?: string[] }): Promise<LiveClient> {
  const body = options.topics === undefined ? {} : { body: { topics: options.topics } };
  const answer = await call('POST', '/api/notifications/ticket', { token: options.token, ...body });
  if (answer.status !== 200) throw new Error(`no ticket: ${answer.status} ${JSON.stringify(answer.body)}`);
  return openSocket(answer.body.url);
}

export async function openSocket(url: string): Promise<LiveClient> {
  const socket = new WebSocket(url);
  const frames: ServerFrame[] = [];
  const closed = once(socket, 'close').then(([code]) => Number(code));
  socket.on('message', (data: Buffer) => {
    const frame = serverFrame.parse(JSON.parse(data.toString()));
    frames.push(frame);
    if (frame.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
  });
  await once(socket, 'open');
  const events = (): EventFrame[] => frames.filter((frame) => frame.type === 'event');
  return {
    socket,
    frames,
    closed,
    get events() {
      return events();
    },
    subscribe: (...topics) => socket.send(JSON.stringify({ type: 'subscribe', topics })),
    async event(matches, timeoutMs = 15_000) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const found = events().find(matches);
        if (found) return found;
        if (Date.now() > deadline)
          throw new Error(`no such frame; there were ${JSON.stringify(frames).slice(0, 2000)}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    close: () => socket.close(),
  };
}
