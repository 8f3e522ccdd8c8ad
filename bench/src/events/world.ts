import { userEvents } from '@gym/contracts';
import { appendEvents, createDatabase, createLogger, newEvent, type Database, type NewEvent } from '@gym/service-kit';
import { setTimeout as delay } from 'node:timers/promises';
import { secrets } from '../stack.js';

export const producer = 'user-service';
/** Who keeps a place in the events of the producer; notification-service hears them too and keeps none. */
const consumers = ['auth-db', 'tournament-db'] as const;
/** Enough for a row to change once in a batch. They are rows of auth-service only, with numbers nobody else has. */
const people = 2000;
const firstId = 2_000_000_000;
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
  const accounts = inboxes[0] ?? outbox;
  await accounts.query(deletePeople);
  await accounts.query(makePeople);
  let version = 0;

  function approved(): NewEvent {
    version += 1;
    const user_id = firstId + (version % people);
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
      await accounts.query(deletePeople);
      await Promise.all([outbox, ...inboxes].map((database) => database.close()));
    },
  };
}

const deletePeople = `delete from users where id >= ${firstId}`;
const makePeople = `insert into users (id, email, password_hash, role, is_approved) overriding system value
  select ${firstId} + i, 'events-' || i || '@bench.test', '', 'member', true from generate_series(0, ${people - 1}) as i`;
