import { setTimeout as delay } from 'node:timers/promises';
import { cloudEvent, producerOf, type CloudEvent, type Revocation } from '@gym/contracts';
import { Router } from 'express';
import { badRequest } from '../errors.js';
import { eventParser } from '../events/delivery.js';
import type { Check } from '../health.js';
import type { Logger } from '../logger.js';
import { repeat } from '../repeat.js';
import { createRevocationList, type Bearer, type RevocationList } from './revocation-list.js';
import { revocationPageSize, revocationPath, type RevocationPage } from './revocation-log.js';

/** The services that take something away: sessions and standing. */
export const revokingServices = [producerOf.accounts, producerOf.users] as const;
export type RevokingService = (typeof revokingServices)[number];

/** Asks one of them. @throws when it does not answer */
export type LoadRevocations = (service: RevokingService, after: number) => Promise<RevocationPage>;

/** What this replica knows of access tokens that must not be accepted any longer. */
export interface Revocations {
  /** Waits until it was first asked, so that a replica that has just started refuses what the others do. */
  isRevoked(bearer: Bearer): Promise<boolean>;
  /** Without the wait, for what is held open meanwhile. */
  refuses(bearer: Bearer): boolean;
  /** Told of every revocation once, soon after it was made. */
  onRevoked(listener: (revocation: Revocation, event: CloudEvent) => void): void;
  /** `POST /internal/revocations`, where the broker delivers to every replica. */
  router: Router;
  start(): void;
  stop(): Promise<void>;
  /** Throws while something may be missing. */
  check: Check;
}

/** Pause between questions; with the jitter of `repeat` at most 0.9 s, and an answer takes milliseconds. */
const pullMs = 700;
/** The first request of a new replica waits no longer for a service that does not answer. */
const firstAnswerMs = 3000;
/** Silence of a service that people should see. */
const silenceMs = 5000;

interface Source {
  name: RevokingService;
  list: RevocationList;
  /** Everything up to this number is in the list. */
  position: number;
  heardAt: number | undefined;
}

/**
 * Every replica keeps the list in memory. The broker tells it within milliseconds; asking about once a second is the
 * truth, which needs no Redis and fills the list of a replica that starts. While a service does not answer, what is
 * known stays in force, and everything else goes on: tokens expire by themselves in minutes, and a platform that
 * stops with one service would be the greater harm.
 */
export function createRevocations(load: LoadRevocations, log: Logger): Revocations {
  const startedAt = Date.now();
  const sources = revokingServices.map((name): Source => {
    return { name, list: createRevocationList(), position: 0, heardAt: undefined };
  });
  const listeners: ((revocation: Revocation, event: CloudEvent) => void)[] = [];

  function add({ list }: Source, event: CloudEvent): void {
    const revocation = list.add(event);
    if (revocation === undefined) return;
    for (const listener of listeners) listener(revocation, event);
  }

  async function pull(source: Source): Promise<void> {
    for (let isFull = true; isFull;) {
      const page = await load(source.name, source.position);
      if (page.last_seq < source.position) {
        log.warn(`${source.name} was restored: its revocations are read anew`);
        source.list.clear();
        source.position = 0;
        continue;
      }
      for (const event of page.events) add(source, event);
      source.position = page.last_seq;
      isFull = page.events.length === revocationPageSize;
    }
  }

  async function pullAndNote(source: Source): Promise<void> {
    try {
      await pull(source);
      source.heardAt = Date.now();
    } catch (error) {
      log.debug(`${source.name} does not say what it has revoked`, { error });
    }
  }

  const pulls = sources.map((source) => repeat(pullMs, () => pullAndNote(source)));
  let known: Promise<unknown> | undefined;

  const router = Router();
  router.post(revocationPath, eventParser(), (req, res) => {
    const event = cloudEvent.safeParse(req.body);
    const source = sources.find(({ name }) => name === event.data?.source);
    if (!event.success || source === undefined) throw badRequest('This is no revocation.', 'invalid-event');
    add(source, event.data);
    res.json({ status: 'SUCCESS' });
  });

  const refuses = (bearer: Bearer): boolean => sources.some(({ list }) => list.refuses(bearer));
  return {
    refuses,
    async isRevoked(bearer) {
      await known;
      return refuses(bearer);
    },
    onRevoked: (listener) => void listeners.push(listener),
    router,
    start() {
      const firstRounds = Promise.all(pulls.map((pulling) => pulling.start()));
      known = Promise.race([firstRounds, delay(firstAnswerMs, undefined, { ref: false })]);
    },
    async stop() {
      await Promise.all(pulls.map((pulling) => pulling.stop()));
    },
    check() {
      const silent = sources.filter(({ heardAt }) => Date.now() - (heardAt ?? startedAt) > silenceMs);
      if (silent.length === 0) return Promise.resolve();
      const names = silent.map(({ name }) => name).join(' and ');
      return Promise.reject(new Error(`not heard from ${names} lately: what was revoked since then may be accepted`));
    },
  };
}
