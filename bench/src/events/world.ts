import { userEvents } from '@gym/contracts';
import { appendEvents, createDatabase, createLogger, newEvent, type Database, type NewEvent } from '@gym/service-kit';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { call } from '../api.js';
import { secrets } from '../stack.js';

export const producer = 'user-service';
/** Who keeps a place in the events of the producer; notification-service hears them too and keeps none. */
const consumers = ['auth-db', 'tournament-db'] as const;
const people = 20;
/** Events per transaction when there are many of them. */
const chunk = 1000;

/** The outbox of user-service and the places of its consumers, in the running stack. */
export interface EventWorld {
  /** Commits events that auth-service applies to accounts, one statement each. @returns the number of the last one */
  append(count: number): Promise<number>;
  /** The position of the consumer that is furthest behind. */
  position(): Promise<number>;
  /** The position of auth-service, which has work with every event. */
  handled(): Promise<number>;
  reached(seq: number): Promise<void>;
  readonly outbox: Database;
  readonly inboxes: readonly Database[];
  close(): Promise<void>;
}

export async function openEventWorld(): Promise<EventWorld> {
  const log = createLogger('bench', { level: 'warn', json: false });
  const open = (name: string): Database => {
    const url = secrets()[name]?.['url'];
    if (url === undefined) throw new Error(`there is no url of ${name}`);
    return createDatabase(url, log, 2);
  };
  const outbox = open('user-db');
  const inboxes = consumers.map(open);
  const users = await registerPeople();
  let version = 1000;

  function approved(): NewEvent {
    version += 1;
    const user_id = users[version % users.length] ?? 0;
    const standing = { user_id, version, role: 'member' as const, is_approved: true, is_banned: false };
    return newEvent(userEvents.userApproved, user_id, standing);
  }

  async function positionIn(inbox: Database): Promise<number> {
    const { rows } = await inbox.query<{ seq: number }>('select seq from inbox_positions where source = $1', [
      producer,
    ]);
    return rows[0]?.seq ?? 0;
  }

  async function position(): Promise<number> {
    return Math.min(...(await Promise.all(inboxes.map(positionIn))));
  }

  return {
    outbox,
    inboxes,
    position,
    handled: () => positionIn(inboxes[0] ?? outbox),
    async append(count) {
      let last = 0;
      for (let left = count; left > 0; left -= chunk) {
        const events = Array.from({ length: Math.min(left, chunk) }, approved);
        const written = await outbox.transaction((tx) => appendEvents(tx, producer, events));
        last = written.at(-1)?.data.seq ?? last;
      }
      return last;
    },
    async reached(seq) {
      while ((await position()) < seq) await delay(20);
    },
    async close() {
      await Promise.all([outbox, ...inboxes].map((database) => database.close()));
    },
  };
}

const session = z.object({ user: z.object({ id: z.int() }) });

/** @returns their ids */
async function registerPeople(): Promise<number[]> {
  const run = Date.now().toString(36);
  const ids: number[] = [];
  for (let index = 0; index < people; index += 1) {
    const account = { email: `events-${run}-${index}@bench.test`, password: 'correct horse 1' };
    await call('POST', '/api/auth/register', { ...account, full_name: `Bench ${index}`, role: 'member' });
    ids.push(session.parse(await call('POST', '/api/auth/login', account)).user.id);
  }
  return ids;
}
