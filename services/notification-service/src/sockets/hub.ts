import { setTimeout as pause } from 'node:timers/promises';
import { closeCode } from '@gym/contracts';
import type { Logger, Span } from '@gym/service-kit';
import type { RawData } from 'ws';
import type { FrameBatch } from '../domain/frames.js';
import type { Holder, Login } from '../domain/holder.js';
import {
  createConnection,
  encode,
  receive,
  send,
  subscribe,
  type Connection,
  type Subscriptions,
  type Wire,
} from './connection.js';
import { inSlices } from './slices.js';
import { countClosed, framesSent, measureSockets } from './socket-metrics.js';

/** What a wire tells of its client. */
export interface Client {
  isAlive(): void;
  receive(data: RawData, isBinary: boolean): void;
  /** For a client that cannot ask by itself. @param after what it has seen of each topic, if anything */
  subscribe(topics: string[], after?: Record<string, number>): void;
  hasClosed(code: number): void;
}

/** All clients of this replica. */
export interface Hub {
  add(wire: Wire, holder: Holder): Client;
  /** Sends frames to whoever watches their topics, batches one after the other. The span is told to how many. */
  deliver(batch: FrameBatch, span?: Span): Promise<void>;
  /** Closes the sockets of logins that are over. */
  closeLogins(isOver: (login: Login) => boolean, code: number): Promise<void>;
  readonly isClosing: boolean;
  /** Asks all clients to come back, in waves: so they reach the other replicas one after the other. */
  close(): Promise<void>;
}

const waves = 10;
const waveMs = 100;
/** Time for the closing handshakes after the last wave. */
const closeMs = 1000;

export function createHub(heartbeatSeconds: number, log: Logger): Hub {
  const connections = new Set<Connection>();
  const watchers = new Map<string, Set<Connection>>();
  const subscriptions: Subscriptions = {
    subscribe(connection, topics) {
      for (const topic of topics) {
        connection.topics.add(topic);
        const others = watchers.get(topic);
        if (others) others.add(connection);
        else watchers.set(topic, new Set([connection]));
      }
    },
    unsubscribe(connection, topics) {
      for (const topic of topics) {
        connection.topics.delete(topic);
        const others = watchers.get(topic);
        others?.delete(connection);
        if (others?.size === 0) watchers.delete(topic);
      }
    },
  };

  function remove(connection: Connection): void {
    connections.delete(connection);
    subscriptions.unsubscribe(connection, [...connection.topics]);
  }

  measureSockets(connections);
  const pingFrame = encode({ type: 'ping' });
  /** Browsers do not show protocol pings to the page, so it gets a frame as well. */
  async function heartbeat(): Promise<void> {
    await inSlices(connections, (connection) => {
      if (!connection.alive) {
        connection.wire.terminate();
        return;
      }
      connection.alive = false;
      connection.wire.ping();
      send(connection, pingFrame);
    });
  }
  const timer = setInterval(() => void heartbeat(), heartbeatSeconds * 1000);

  async function deliverNow({ frames, disconnect, closed }: FrameBatch, span?: Span): Promise<void> {
    if (closed !== undefined) await closeSpectators(closed);
    let sent = 0;
    for (const frame of frames) {
      const encoded = encode(frame);
      const sockets = watchers.get(frame.topic);
      sent += sockets?.size ?? 0;
      await inSlices(sockets ?? [], (connection) => send(connection, encoded));
    }
    framesSent.inc(sent);
    span?.setAttributes({ 'gym.topics': frames.map(({ topic, seq }) => `${topic} ${seq}`), 'gym.sent': sent });
    if (disconnect.length === 0) return;
    await closeLogins(({ user_id: userId }) => disconnect.includes(userId), closeCode.notAllowed);
  }

  /** They are no longer among the watchers when this resolves. */
  async function closeSpectators(topic: string): Promise<void> {
    await inSlices(watchers.get(topic) ?? [], (connection) => {
      if ('user_id' in connection.holder) return;
      subscriptions.unsubscribe(connection, [topic]);
      connection.wire.close(closeCode.notAllowed, 'This is for members now.');
    });
  }

  async function closeLogins(isOver: (login: Login) => boolean, code: number): Promise<void> {
    await inSlices(connections, ({ wire, holder }) => {
      if ('user_id' in holder && isOver(holder)) wire.close(code, 'This login has ended.');
    });
  }

  let delivering = Promise.resolve();
  let isClosing = false;
  return {
    get isClosing() {
      return isClosing;
    },
    add(wire, holder) {
      const connection = createConnection(wire, holder);
      const { session } = connection;
      connections.add(connection);
      send(connection, encode({ type: 'hello', session, heartbeat_s: heartbeatSeconds }));
      return {
        isAlive() {
          connection.alive = true;
        },
        receive: (data, isBinary) => receive(connection, subscriptions, data, isBinary),
        subscribe: (topics, after = {}) => subscribe(connection, subscriptions, topics, after),
        hasClosed(code) {
          remove(connection);
          countClosed(code);
          log.debug('socket closed', { session, code });
        },
      };
    },
    deliver(batch, span) {
      delivering = delivering.then(() => deliverNow(batch, span));
      return delivering;
    },
    closeLogins,
    async close() {
      isClosing = true;
      clearInterval(timer);
      const all = [...connections];
      const waveSize = Math.ceil(all.length / waves);
      for (let start = 0; start < all.length; start += waveSize) {
        if (start > 0) await pause(waveMs);
        for (const { wire } of all.slice(start, start + waveSize)) {
          wire.close(closeCode.restarting, 'Restarting: resume.');
        }
      }
      const deadline = Date.now() + closeMs;
      while (connections.size > 0 && Date.now() < deadline) await pause(20);
      for (const { wire } of connections) wire.terminate();
    },
  };
}
