import { accountEvents } from '@gym/contracts';
import { newEvent } from '@gym/service-kit';
import type { Producer } from '../../../tests/support/producer.js';
import { eventOf, startTestService, type TestService } from '../../../tests/support/service.js';
import { createService } from '../src/service.js';

export function startUsers(): Promise<TestService> {
  return startTestService('user-service', createService, { database: 'user-db' });
}

let people = 0;

/** Somebody new unless told otherwise. */
function account(fields: object) {
  people += 1;
  return {
    user_id: people,
    email: `user${people}@gym.test`,
    full_name: `User ${people}`,
    role: 'member' as const,
    is_approved: true,
    is_root_admin: false,
    ...fields,
  };
}

/** The event of a registration, while auth-service is away: the numbers go up from 1 and every one is to be delivered. */
export function registration(fields: object = {}) {
  const payload = account(fields);
  return eventOf(accountEvents.accountRegistered, 'auth-service', payload.user_id, people, payload);
}

/** Makes a profile the way all of them are made: auth-service says that somebody registered. @returns its id */
export async function registeredUser(users: TestService, accounts: Producer, fields: object = {}): Promise<number> {
  const payload = account(fields);
  for (const event of await accounts.commit([newEvent(accountEvents.accountRegistered, payload.user_id, payload)])) {
    const answer = await users.event('accounts', event);
    if (answer.status !== 200) throw new Error(`the registration was answered with ${answer.status}`);
  }
  return payload.user_id;
}

/** Makes a profile while auth-service is away. @returns its id */
export async function newUser(users: TestService, fields: object = {}): Promise<number> {
  const event = registration(fields);
  const answer = await users.event('accounts', event);
  if (answer.status !== 200) throw new Error(`the registration was answered with ${answer.status}`);
  return Number(event.subject);
}
