import { notificationsApi } from '@gym/contracts';
import {
  authenticate,
  forbidden,
  operation,
  unauthorized,
  unavailable,
  type Operation,
  type TokenRules,
} from '@gym/service-kit';
import type { Holder } from '../domain/holder.js';
import type { Tickets } from '../store/tickets.js';
import type { Watchable } from '../watchable.js';

interface TicketDeps {
  tickets: Tickets;
  tokens: TokenRules;
  /** Where sockets are opened, without the ticket. */
  socketUrl: string;
  validSeconds: number;
  /** Which of these tournaments everybody may watch. */
  watchable: Watchable;
}

export function issueTicket({ tickets, tokens, socketUrl, validSeconds, watchable }: TicketDeps): Operation {
  return operation({
    method: 'post',
    path: '/api/notifications/ticket',
    summary: 'Get a ticket that opens one live connection: with a login, or for tournaments that everybody may watch',
    body: notificationsApi.ticketRequest,
    answer: { status: 200, schema: notificationsApi.ticket },
    refusals: [401, 403],
    idempotencyKey: 'ignored',
    async handle({ req, body }) {
      const holder = await holderOf(req.headers.authorization, body.topics, tokens);
      if ('topics' in holder) await requireWatchable(holder.topics, watchable);
      const ticket = await tickets.issue(holder).catch((error: unknown) => {
        throw unavailable('Live connections cannot be opened right now.', error);
      });
      const urls = { url: withTicket(socketUrl, ticket), stream_url: withTicket(streamUrlOf(socketUrl), ticket) };
      return { ticket, ...urls, expires_in: validSeconds };
    },
  });
}

/** Streams are opened at the host where sockets are, with plain HTTP. */
function streamUrlOf(socketUrl: string): string {
  return new URL('/api/notifications/stream', socketUrl.replace(/^ws/, 'http')).href;
}

function withTicket(address: string, ticket: string): string {
  const url = new URL(address);
  url.searchParams.set('ticket', ticket);
  return url.href;
}

/**
 * Tournaments for members and drafts are not told from those that do not exist.
 * @throws AppError 403, 503 when nobody can say
 */
async function requireWatchable(topics: readonly string[], watchable: Watchable): Promise<void> {
  const ids = new Set(topics.map((topic) => Number(topic.replace('tournament:', ''))));
  const found = new Set(await watchable([...ids]));
  const missing = [...ids].find((id) => !found.has(id));
  if (missing !== undefined) {
    throw forbidden(`There is no tournament ${missing} that everybody may watch.`, 'not-watchable');
  }
}

/** A login counts more than the wish to be a spectator, and a bad one is an error, not a spectator. */
async function holderOf(
  authorization: string | undefined,
  topics: string[] | undefined,
  tokens: TokenRules,
): Promise<Holder> {
  if (authorization === undefined && topics !== undefined) return { topics };
  if (authorization === undefined) {
    throw unauthorized('This needs an access token, or the tournaments to watch.', 'no-token');
  }
  const { id, role, sessionId, version } = await authenticate(authorization, tokens);
  return { user_id: id, role, session_id: sessionId, version };
}
