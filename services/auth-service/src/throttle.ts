import { createHash } from 'node:crypto';
import { tooManyRequests } from '@gym/service-kit/errors';
import { z } from 'zod';
import { countFailure, noFailures, takeBack, waitOf, type Limit, type Tally } from './domain/attempts.js';
import type { SharedState } from './shared-state.js';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Of one account from one place. Strict, and counted before the password is looked at, so that a burst does not get
 * through; `atHome`: from where the account has logged in before, where a neighbour must not keep its owner out for long.
 */
const pairLimit: Limit = { free: 5, firstWait: 1, longestWait: 15 * minute, forgetAfter: hour };
const atHomeLimit: Limit = { free: 10, firstWait: 1, longestWait: minute, forgetAfter: hour };
/** Of one account from everywhere it has never logged in from: who has many addresses gets a guess a minute. */
const accountLimit: Limit = { free: 20, firstWait: 1, longestWait: minute, forgetAfter: hour };
/** From one place at any accounts that have never logged in from there: a whole gym may share an address. */
const placeLimit: Limit = { free: 100, firstWait: 1, longestWait: 5 * minute, forgetAfter: 15 * minute };

/** Mails to one address, requests from one place, links tried from one place, and old passwords of one account. */
const limits = {
  'mail-to': { free: 3, firstWait: minute, longestWait: 15 * minute, forgetAfter: hour },
  'mail-from': { free: 20, firstWait: 5, longestWait: 5 * minute, forgetAfter: hour },
  'reset-from': { free: 20, firstWait: 1, longestWait: 5 * minute, forgetAfter: hour },
  'change-of': { free: 5, firstWait: 1, longestWait: 5 * minute, forgetAfter: hour },
} as const satisfies Record<string, Limit>;
export type Counted = keyof typeof limits;

/** Seconds for which a place counts as known after the last login from there. */
const knownFor = 30 * day;
const maxKnownPlaces = 20;

const tally = z.object({ failures: z.int(), lastAt: z.number(), until: z.number() });
const account = z.object({
  tally,
  /** Failures before this do not count any more, wherever they came from. */
  unlockedAt: z.number(),
  /** Where somebody has logged in, newest first. */
  places: z.array(z.object({ place: z.string(), at: z.number() })),
});
type AccountState = z.infer<typeof account>;

const blank: AccountState = { tally: noFailures, unlockedAt: 0, places: [] };

/** An attempt to log in that may go on; one of the three has to be called. */
export interface Attempt {
  succeeded(): Promise<void>;
  failed(): Promise<void>;
  /** Nobody looked at the password. */
  abandoned(): Promise<void>;
}

export interface Throttle {
  /** @throws AppError 429 for who has to wait */
  beginLogin(email: string, place: string): Promise<Attempt>;
  /** Counts something that only costs when it is done often. @throws AppError 429 for who has to wait */
  count(what: Counted, whose: string): Promise<void>;
  /** It was done by who may. */
  forget(what: Counted, whose: string): Promise<void>;
  /** Lets the owner in at once. @param place where the owner is, if that is known */
  unlock(email: string, place?: string): Promise<void>;
  /** What is remembered of attempts to log in, for the owner of the account. */
  historyOf(email: string): Promise<History>;
}

/** Times are milliseconds since the epoch. */
export interface History {
  failures: number;
  /** 0: never. */
  lastFailureAt: number;
  places: { place: string; at: number }[];
}

export function createThrottle(state: SharedState): Throttle {
  const updateAccount = (email: string, change: (present: AccountState) => AccountState): Promise<void> =>
    state.update(keyOf('account', email), account, lifeOf, (present) => change(present ?? blank));
  const updateTally = (key: string, limit: Limit, change: (present: Tally) => Tally): Promise<void> =>
    state.update(
      key,
      tally,
      () => limit.forgetAfter + limit.longestWait,
      (present) => change(present ?? noFailures),
    );

  return {
    async beginLogin(email, place) {
      const now = Date.now();
      const placeKey = keyOf('place', place);
      const pairKey = keyOf('pair', email, place);
      const [owner = blank, neighbours = noFailures] = await Promise.all([
        state.read(keyOf('account', email), account),
        state.read(placeKey, tally),
      ]);
      const isAtHome = owner.places.some((known) => known.place === hash(place) && now - known.at < knownFor * 1000);
      if (!isAtHome) refuseEarly(Math.max(waitOf(owner.tally, now), waitOf(neighbours, now)));
      const limit = isAtHome ? atHomeLimit : pairLimit;
      await updateTally(pairKey, limit, (present) => {
        const valid = present.lastAt < owner.unlockedAt ? noFailures : present;
        refuseEarly(waitOf(valid, now));
        return countFailure(valid, limit, now);
      });
      return {
        async succeeded() {
          await Promise.all([
            updateTally(pairKey, limit, () => noFailures),
            updateAccount(email, (present) => welcome(present, place, now)),
          ]);
        },
        async failed() {
          await Promise.all([
            updateAccount(email, (present) => ({ ...present, tally: countFailure(present.tally, accountLimit, now) })),
            updateTally(placeKey, placeLimit, (present) => countFailure(present, placeLimit, now)),
          ]);
        },
        abandoned: () => updateTally(pairKey, limit, takeBack),
      };
    },
    async count(what, whose) {
      const now = Date.now();
      const limit = limits[what];
      await updateTally(keyOf(what, whose), limit, (present) => {
        refuseEarly(waitOf(present, now));
        return countFailure(present, limit, now);
      });
    },
    forget: (what, whose) => updateTally(keyOf(what, whose), limits[what], () => noFailures),
    async historyOf(email) {
      const { tally, places } = (await state.read(keyOf('account', email), account)) ?? blank;
      return { failures: tally.failures, lastFailureAt: tally.lastAt, places };
    },
    async unlock(email, place) {
      const now = Date.now();
      await updateAccount(email, (present) => {
        const unlocked = { ...present, tally: noFailures, unlockedAt: now };
        return place === undefined ? unlocked : welcome(unlocked, place, now);
      });
    },
  };
}

function refuseEarly(seconds: number): void {
  if (seconds === 0) return;
  throw tooManyRequests(`Too many attempts. Please try again in ${seconds} s.`, seconds, 'too-many-attempts');
}

/** The owner is in: nothing counts any longer, and the place is known. Written once a day when nothing else changes. */
function welcome(present: AccountState, place: string, now: number): AccountState {
  const [newest] = present.places;
  const isFresh = newest?.place === hash(place) && now - newest.at < day * 1000;
  if (isFresh && present.tally.failures === 0) return present;
  const others = present.places.filter((known) => known.place !== hash(place));
  const places = [{ place: hash(place), at: now }, ...others].slice(0, maxKnownPlaces);
  return { ...present, tally: noFailures, places };
}

/** Of emails that nobody ever logged in with, little is kept. */
function lifeOf({ places }: AccountState): number {
  return places.length > 0 ? knownFor : pairLimit.forgetAfter + pairLimit.longestWait;
}

/** Emails and addresses stay out of the store, and may hold what separates the parts of a key. */
function keyOf(kind: string, ...parts: string[]): string {
  return `attempts-${kind}-${hash(JSON.stringify(parts))}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
