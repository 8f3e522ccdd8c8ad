import {
  createConsumer,
  createStateAnswers,
  defineService,
  eventStatusOperation,
  measureFeeds,
  type Overrides,
  type Service,
} from '@gym/service-kit';
import type { Config } from './config.js';
import { createEventConsumer, topics } from './events/consumer.js';
import { createPublisher, framesRouter } from './events/frames.js';
import { createKeepingLedger } from './events/keeping-ledger.js';
import { closeRevokedLogins, redeemUnlessRevoked } from './events/revoked-logins.js';
import { statusOfBoth } from './events/status.js';
import { broadcast } from './routes/broadcast.js';
import { exportNotifications } from './routes/export-notifications.js';
import { health } from './routes/health.js';
import { issueTicket } from './routes/issue-ticket.js';
import { listNotifications } from './routes/list-notifications.js';
import { markAllRead } from './routes/mark-all-read.js';
import { markNotificationRead } from './routes/mark-read.js';
import { openStream } from './routes/open-stream.js';
import { send } from './routes/send.js';
import { createHub } from './sockets/hub.js';
import { serveEventStreams } from './sockets/event-stream.js';
import { acceptSockets, type Gate } from './sockets/upgrade.js';
import { createEventPlaces } from './store/event-places.js';
import { createNotificationLists } from './store/notification-lists.js';
import { createTickets } from './store/tickets.js';
import { askWatchable } from './watchable.js';

/** What happens, as it happens, to whoever watches on whichever replica; what was for people is kept for them. */
export function createService(config: Config, overrides: Overrides = {}): Service {
  return defineService(
    config,
    ({ sidecar, server, tokens, revocations, log, onDrain, onStarted, onStop }) => {
      const tickets = createTickets(sidecar, config.TICKET_SECONDS);
      const hub = createHub(config.HEARTBEAT_SECONDS, log);
      const publish = createPublisher(sidecar, config.APP_ID);
      const gate: Gate = {
        tickets: redeemUnlessRevoked(tickets, revocations),
        hub,
        allowedOrigins: config.ALLOWED_ORIGINS,
        log,
      };
      acceptSockets(server, gate);
      closeRevokedLogins(hub, revocations);
      onDrain(() => hub.close());
      const lists = createNotificationLists(sidecar, log);
      const keeping = createConsumer(topics, createKeepingLedger(lists, createEventPlaces(sidecar), log), sidecar, log);
      const consumer = createEventConsumer((batch, span) => hub.deliver(batch, span), keeping, sidecar, log);
      for (const part of [keeping, consumer]) {
        onStarted(() => part.start());
        onStop(() => part.stop());
      }
      const status = (): ReturnType<typeof statusOfBoth> => statusOfBoth(consumer.status(), keeping.status());
      measureFeeds(status);
      const notifications = { lists, publish, log };
      const socketUrl = config.PUBLIC_WS_URL ?? `ws://localhost:${config.APP_PORT}/ws`;
      return Promise.resolve({
        answers: createStateAnswers(sidecar, log),
        operations: [
          health(config.APP_ID),
          openStream(),
          listNotifications(notifications),
          markNotificationRead(notifications),
          markAllRead(notifications),
          exportNotifications(lists),
          send(notifications),
          broadcast(notifications),
          eventStatusOperation(undefined, status),
          issueTicket({
            tickets,
            tokens,
            socketUrl,
            validSeconds: config.TICKET_SECONDS,
            watchable: askWatchable(sidecar),
          }),
        ],
        front: serveEventStreams(gate),
        routers: [consumer.router, framesRouter(hub)],
      });
    },
    overrides,
  );
}
