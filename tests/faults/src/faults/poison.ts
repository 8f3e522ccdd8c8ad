import { deadEventsApi } from '@gym/contracts';
import { randomUUID } from 'node:crypto';
import type { DatabaseName } from '../run/databases.js';
import { tokenOf } from '../load/session.js';
import { becomesTrue } from '../run/wait.js';
import { appendForeign, type ForeignEvent } from './foreign-events.js';
import type { Fault, Scene } from './fault.js';

/** Subjects of events that are here to fail. */
export const poisonSubject = /^poison-/;

const broken = { user_id: 'nobody' };

/** By the database of the consumer that will choke on it. */
const poisons: Record<string, { producer: DatabaseName; event: Omit<ForeignEvent, 'subject'>; api: string }> = {
  'auth-db': {
    producer: 'user-db',
    event: { topic: 'users', source: 'user-service', type: 'gym.user.banned.v1', payload: broken },
    api: '/api/auth/dead-events',
  },
  'tournament-db': {
    producer: 'user-db',
    event: { topic: 'users', source: 'user-service', type: 'gym.user.forgotten.v1', payload: broken },
    api: '/api/tournaments/dead-events',
  },
  'user-db': {
    producer: 'auth-db',
    event: { topic: 'accounts', source: 'auth-service', type: 'gym.account.deleted.v1', payload: broken },
    api: '/api/users/dead-events',
  },
};
export const poisonTargets = Object.keys(poisons) as DatabaseName[];

const patienceMs = 30_000;

/** It must come to rest with the dead, alone. That nobody else is held up is seen at the recovery. */
export async function poison({ databases, world, harm }: Scene, { target, twice }: Fault): Promise<void> {
  const consumer = poisonTargets.find((name) => name === target);
  const chosen = poisons[target];
  if (chosen === undefined || consumer === undefined) throw new Error(`nobody to poison: ${target}`);
  for (let dose = 0; dose < (twice ? 2 : 1); dose += 1) {
    const subject = `poison-${randomUUID()}`;
    await appendForeign(databases, chosen.producer, { ...chosen.event, subject }, 1);
    harm();
    const isDead = async (): Promise<boolean> => {
      const rows = await databases.rows(consumer, 'select from dead_events where subject = $1', [subject]);
      return rows.length === 1;
    };
    if (await becomesTrue(isDead, patienceMs)) continue;
    world.violations.add('mismatch', 'poison', `${subject} is not among the dead events of ${consumer}`);
  }
}

/** What a person decides in the end. */
export async function dropPoison({ world }: Scene): Promise<void> {
  const { api, admin, violations } = world;
  for (const { api: path } of Object.values(poisons)) {
    const token = (await tokenOf(world, admin)) ?? '';
    const page = await api.get(`${path}?limit=200`, deadEventsApi.deadEventPage, token);
    for (const dead of page.items.filter(({ subject }) => poisonSubject.test(subject))) {
      const { status } = await api.send({ method: 'DELETE', path: `${path}/${dead.id}`, token });
      if (status !== 200) violations.add('refused', 'poison', `dropping ${dead.subject} of ${path}: ${status}`);
    }
  }
}
