import { randomUUID } from 'node:crypto';
import { closeCode, type ServerFrame } from '@gym/contracts';
import type { RawData } from 'ws';
import { parseClientFrame } from '../domain/client-frame.js';
import { mayRead, type Holder } from '../domain/holder.js';

const maxTopics = 100;
/** Malformed frames until the socket is closed. */
const maxFaults = 5;
/** Bytes that may wait for a client that reads slowly. */
const maxBuffered = 1_048_576;

/** A frame that is prepared for any number of clients. */
export interface Encoded {
  readonly json: Buffer;
  /** Of a frame about an event. */
  readonly seq: number | undefined;
}

/** What carries frames to one client: a socket, or a stream of events. */
export interface Wire {
  readonly isOpen: boolean;
  /** Bytes that wait for a client that reads slowly. */
  readonly buffered: number;
  send(frame: Encoded): void;
  close(code: number, reason: string): void;
  /** Asks for a sign of life. */
  ping(): void;
  /** Ends without a word. */
  terminate(): void;
}

/** One client: who it is, what it watches, and whether it has been heard of since the last heartbeat. */
export interface Connection {
  readonly session: string;
  readonly wire: Wire;
  readonly holder: Holder;
  readonly topics: Set<string>;
  alive: boolean;
  faults: number;
}

/** Where connections and their topics are kept. */
export interface Subscriptions {
  subscribe(connection: Connection, topics: string[]): void;
  unsubscribe(connection: Connection, topics: string[]): void;
}

export function createConnection(wire: Wire, holder: Holder): Connection {
  return { session: randomUUID(), wire, holder, topics: new Set(), alive: true, faults: 0 };
}

export function encode(frame: ServerFrame): Encoded {
  return { json: Buffer.from(JSON.stringify(frame)), seq: frame.type === 'event' ? frame.seq : undefined };
}

/** Sends, unless the client is so slow that it must come back and resume. */
export function send({ wire }: Connection, encoded: Encoded): void {
  if (!wire.isOpen) return;
  if (wire.buffered > maxBuffered) wire.close(closeCode.tooSlow, 'Reading too slowly: resume.');
  else wire.send(encoded);
}

/** Does what a client's frame asks for. */
export function receive(connection: Connection, subscriptions: Subscriptions, data: RawData, isBinary: boolean): void {
  connection.alive = true;
  const frame =
    isBinary || !Buffer.isBuffer(data)
      ? ({ type: 'malformed', detail: 'Frames are text.' } as const)
      : parseClientFrame(data.toString());
  switch (frame.type) {
    case 'subscribe':
      subscribe(connection, subscriptions, frame.topics, frame.after ?? {});
      break;
    case 'unsubscribe':
      subscriptions.unsubscribe(connection, frame.topics);
      break;
    case 'pong':
      break;
    case 'malformed':
      connection.faults += 1;
      if (connection.faults >= maxFaults) connection.wire.close(1008, 'Too many malformed frames.');
      else send(connection, encode({ type: 'error', detail: frame.detail }));
      break;
  }
}

/** Begins to send what happens, and says so. */
export function subscribe(
  connection: Connection,
  subscriptions: Subscriptions,
  topics: string[],
  after: Record<string, number>,
): void {
  const forbidden = topics.find((topic) => !mayRead(connection.holder, topic));
  if (forbidden !== undefined) {
    connection.wire.close(closeCode.notAllowed, `The topic ${forbidden} is not for you.`);
    return;
  }
  if (new Set([...connection.topics, ...topics]).size > maxTopics) {
    const detail = `A socket can watch ${maxTopics} topics at once.`;
    send(connection, encode({ type: 'error', detail, topics }));
    return;
  }
  subscriptions.subscribe(connection, topics);
  send(connection, encode({ type: 'subscribed', topics }));
  // Nothing is kept that could be replayed, so a client that has seen something before may have missed something.
  for (const topic of topics) if (topic in after) send(connection, encode({ type: 'resync', topic }));
}
