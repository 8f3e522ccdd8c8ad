import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { closeCode } from '@gym/contracts';
import type { Logger } from '@gym/service-kit';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Tickets } from '../store/tickets.js';
import type { Wire } from './connection.js';
import type { Hub } from './hub.js';
import { isAllowed } from './origins.js';

/** What lets clients in. */
export interface Gate {
  tickets: Pick<Tickets, 'redeem'>;
  hub: Hub;
  /** Undefined: any page. */
  allowedOrigins: string[] | undefined;
  log: Logger;
}

/**
 * A page sees the code of a close but not the status of a refused handshake, so strangers are let in to be sent away;
 * those who do not leave within this time are cut off.
 */
const strangerMs = 2000;
/** Largest frame of a client: a subscription to 100 topics fits. */
const maxPayload = 4096;

/** Opens sockets at `/ws`, one per ticket. */
export function acceptSockets(server: Server, { tickets, hub, allowedOrigins, log }: Gate): void {
  // Compression costs memory per socket and saves little on frames of this size.
  const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false, clientTracking: false });

  async function upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const [path, query] = (req.url ?? '').split('?', 2);
    if (path !== '/ws') return refuse(socket, '404 Not Found');
    if (!isAllowed(req.headers.origin, allowedOrigins)) return refuse(socket, '403 Forbidden');
    if (hub.isClosing) return refuse(socket, '503 Service Unavailable');
    const holder = await tickets.redeem(new URLSearchParams(query).get('ticket') ?? '');
    sockets.handleUpgrade(req, socket, head, (opened) => {
      // The library closes the socket itself (1009 too large, 1002 and 1007 malformed).
      opened.on('error', (error) => log.debug('a socket failed', { error }));
      if (holder !== undefined && !hub.isClosing) {
        const client = hub.add(wireOf(opened), holder);
        opened.on('pong', () => client.isAlive());
        opened.on('message', (data, isBinary) => client.receive(data, isBinary));
        opened.on('close', (code) => client.hasClosed(code));
        return;
      }
      setTimeout(() => opened.terminate(), strangerMs).unref();
      if (holder === undefined) opened.close(closeCode.newTicket, 'The ticket is not valid: get a new one.');
      else opened.close(closeCode.restarting, 'Restarting: resume.');
    });
  }

  server.on('upgrade', (req, socket, head) => {
    const onError = (error: Error): void => void log.debug('a handshake failed', { error });
    socket.on('error', onError);
    upgrade(req, socket, head).catch((error: unknown) => {
      log.warn('a ticket could not be checked', { error });
      refuse(socket, '503 Service Unavailable');
    });
  });
}

function wireOf(socket: WebSocket): Wire {
  return {
    get isOpen() {
      return socket.readyState === socket.OPEN;
    },
    get buffered() {
      return socket.bufferedAmount;
    },
    send: ({ json }) => socket.send(json, { binary: false }),
    close: (code, reason) => socket.close(code, reason),
    ping: () => socket.ping(),
    terminate: () => socket.terminate(),
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy());
}
