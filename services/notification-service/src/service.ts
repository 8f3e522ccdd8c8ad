import {
  createStateAnswers,
  defineService,
  eventStatusOperation,
  measureFeeds,
  type Overrides,
  type Service,
} from '@gym/service-kit';
import type { Config } from './config.js';
import { createEventConsumer } from './events/consumer.js';
import { createPublisher, framesRouter } from './events/frames.js';
import { closeRevokedLogins, redeemUnlessRevoked } from './events/revoked-logins.js';
import { broadcast } from './routes/broadcast.js';
import { health } from './routes/health.js';
import { issueTicket } from './routes/issue-ticket.js';
import { send } from './routes/send.js';
import { createHub } from './sockets/hub.js';
import { acceptSockets } from './sockets/upgrade.js';
import { createTickets } from './store/tickets.js';
import { askWatchable } from './watchable.js';

/** What happens, as it happens, to whoever watches: events become frames, and frames reach sockets on every replica. */
export function createService(config: Config, overrides: Overrides = {}): Service {
  return defineService(
    config,
    ({ sidecar, server, tokens, revocations, log, onDrain, onStarted, onStop }) => {
      const tickets = createTickets(sidecar, config.TICKET_SECONDS);
      const hub = createHub(config.HEARTBEAT_SECONDS, log);
      const publish = createPublisher(sidecar, config.APP_ID);
      acceptSockets(server, {
        tickets: redeemUnlessRevoked(tickets, revocations),
        hub,
        allowedOrigins: config.ALLOWED_ORIGINS,
        log,
      });
      closeRevokedLogins(hub, revocations);
      onDrain(() => hub.close());
      const consumer = createEventConsumer((batch, span) => hub.deliver(batch, span), sidecar, log);
      measureFeeds(() => consumer.status());
      onStarted(() => consumer.start());
      onStop(() => consumer.stop());
      const socketUrl = config.PUBLIC_WS_URL ?? `ws://localhost:${config.APP_PORT}/ws`;
      return Promise.resolve({
        answers: createStateAnswers(sidecar, log),
        operations: [
          health(config.APP_ID),
          send({ publish }),
          broadcast({ publish }),
          eventStatusOperation(undefined, () => consumer.status()),
          issueTicket({
            tickets,
            tokens,
            socketUrl,
            validSeconds: config.TICKET_SECONDS,
            watchable: askWatchable(sidecar),
          }),
        ],
        routers: [consumer.router, framesRouter(hub)],
      });
    },
    overrides,
  );
}
