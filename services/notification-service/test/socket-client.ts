import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { serverFrame, type EventFrame, type ServerFrame } from '@gym/contracts';
import { WebSocket, type ClientOptions } from 'ws';

/** A browser's end of a socket: what it has received, and how it ended. */
export interface SocketClient {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[];
  /** The first frame of that type, now or later; fails after 5 s. */
  frame<Type extends ServerFrame['type']>(type: Type): Promise<Extract<ServerFrame, { type: Type }>>;
  events(): EventFrame[];
  send(frame: unknown): void;
  /** Subscribes and waits until that is in effect. */
  watch(...topics: string[]): Promise<void>;
  /** The code of the close, now or later. */
  readonly closed: Promise<number>;
}

/** Opens a socket; resolves when it is open, which a socket with a bad ticket is, too, for a moment. */
export async function openSocket(url: string, options: ClientOptions = {}): Promise<SocketClient> {
  const socket = new WebSocket(url, options);
  const frames: ServerFrame[] = [];
  socket.on('message', (data: Buffer) => frames.push(serverFrame.parse(JSON.parse(data.toString()))));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await once(socket, 'open');

  async function frame<Type extends ServerFrame['type']>(type: Type): Promise<Extract<ServerFrame, { type: Type }>> {
    const isWanted = (item: ServerFrame): item is Extract<ServerFrame, { type: Type }> => item.type === type;
    for (let waited = 0; waited < 5000; waited += 10) {
      const found = frames.find(isWanted);
      if (found) return found;
      await pause(10);
    }
    throw new Error(`no ${type} frame came, but ${JSON.stringify(frames).slice(0, 500)}`);
  }

  function send(value: unknown): void {
    socket.send(typeof value === 'string' ? value : JSON.stringify(value));
  }

  return {
    socket,
    frames,
    frame,
    closed,
    send,
    events: () => frames.filter((item) => item.type === 'event'),
    async watch(...topics) {
      send({ type: 'subscribe', topics });
      await frame('subscribed');
    },
  };
}

/** The status with which a handshake is refused. */
export async function refusedHandshake(url: string, options: ClientOptions = {}): Promise<number | undefined> {
  const socket = new WebSocket(url, options);
  socket.on('error', () => undefined);
  const [, response] = await once(socket, 'unexpected-response');
  return (response as { statusCode?: number }).statusCode;
}
