import { tournamentEvents, userEvents, type CloudEvent, type EventTopic } from '@gym/contracts';
import { newEvent } from '@gym/service-kit';
import { Router } from 'express';
import { z } from 'zod';
import { startEnvironment, type TestEnvironment } from '../../../tests/support/environment.js';
import { startProducer, type Producer } from '../../../tests/support/producer.js';
import { startTestService, type TestService, type TokenBearer } from '../../../tests/support/service.js';
import { createService } from '../src/service.js';
import { openSocket, type SocketClient } from './socket-client.js';

export const appId = 'notification-service';
/** A tournament that only members may watch. */
export const forMembers = 66;

const settings = {
  TICKET_SECONDS: 3,
  HEARTBEAT_SECONDS: 2,
  PUBLIC_WS_URL: undefined,
  ALLOWED_ORIGINS: ['https://gym.example'],
};

/** Two replicas that show what happens, and the producers of it. */
export interface Live {
  readonly environment: TestEnvironment;
  readonly accounts: Producer;
  readonly users: Producer;
  readonly tournaments: Producer;
  readonly first: TestService;
  readonly second: TestService;
  /** Whoever starts it stops it. */
  startThird(): Promise<TestService>;
  ticketFor(user: TokenBearer): Promise<string>;
  spectatorTicket(...topics: string[]): Promise<string>;
  connect(service: TestService, user: TokenBearer): Promise<SocketClient>;
  /** Delivers the events to both replicas, which have shown them when this resolves. */
  shownByBoth(topic: EventTopic, events: CloudEvent[]): Promise<void>;
  stop(): Promise<void>;
}

export const socketUrl = (service: TestService, ticket: string): string =>
  `ws://127.0.0.1:${service.port}/ws?ticket=${ticket}`;

/** @returns the statuses, in the order of the events */
export function deliver(replica: TestService, topic: EventTopic, events: CloudEvent[]): Promise<number[]> {
  return Promise.all(events.map(async (event) => (await replica.event(topic, event)).status));
}

/** @param logged settings of the first replica that say what it logs; nothing unless they are given */
export async function startLive(logged: { LOG_LEVEL?: 'error' } = {}): Promise<Live> {
  const environment = await startEnvironment();
  const started: { stop(): Promise<void> }[] = [environment];
  async function starting<Part extends { stop(): Promise<void> }>(part: Promise<Part>): Promise<Part> {
    started.unshift(await part);
    return part;
  }
  async function stop(): Promise<void> {
    for (const part of started) await part.stop();
  }
  const replica = (number: number, more: typeof logged = {}): Promise<TestService> =>
    startTestService(appId, createService, {
      settings: { ...settings, ...more },
      environment,
      podName: `${appId}-${number}`,
    });

  try {
    const accounts = await starting(startProducer(environment, 'auth-service'));
    const users = await starting(startProducer(environment, 'user-service'));
    const watchable = Router().get('/internal/watchable-tournaments', (req, res) => {
      const ids = z.string().parse(req.query['ids']).split(',').map(Number);
      res.json({ ids: ids.filter((id) => id !== forMembers) });
    });
    const tournaments = await starting(startProducer(environment, 'tournament-service', [watchable]));
    const first = await starting(replica(0, logged));
    const second = await starting(replica(1));

    async function ticketFor(user: TokenBearer): Promise<string> {
      const answer = await first.call('POST', '/api/notifications/ticket', { token: first.tokenFor(user) });
      expect(answer.status).toBe(200);
      return answer.body.ticket;
    }

    const live: Live = {
      environment,
      accounts,
      users,
      tournaments,
      first,
      second,
      startThird: () => replica(2),
      ticketFor,
      async spectatorTicket(...topics) {
        const answer = await first.call('POST', '/api/notifications/ticket', { body: { topics } });
        expect(answer.status).toBe(200);
        return answer.body.ticket;
      },
      connect: async (service, user) => openSocket(socketUrl(service, await ticketFor(user))),
      async shownByBoth(topic, events) {
        for (const service of [first, second]) {
          expect(await deliver(service, topic, events)).toEqual(events.map(() => 200));
        }
      },
      stop,
    };
    // A replica shows what happens from its start on: after the first event it knows where that is.
    await live.shownByBoth('users', await users.commit([newEvent(userEvents.userForgotten, 1, { user_id: 1 })]));
    const forgotten = newEvent(tournamentEvents.entrantForgotten, 'user-1', { user_id: 1 });
    await live.shownByBoth('tournaments', await tournaments.commit([forgotten]));
    return live;
  } catch (error) {
    await stop();
    throw error;
  }
}
