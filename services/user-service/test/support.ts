import { accountEvents } from '@gym/contracts';
import { eventOf, startTestService, type TestService } from '../../../tests/support/service.js';
import { createService } from '../src/service.js';

export function startUsers(): Promise<TestService> {
  return startTestService('user-service', createService, { database: 'user-db' });
}

let people = 0;

/** The event of a registration, of somebody new unless told otherwise. */
export function registration(fields: object = {}) {
  people += 1;
  const account = {
    user_id: people,
    email: `user${people}@gym.test`,
    full_name: `User ${people}`,
    role: 'member' as const,
    is_approved: true,
    is_root_admin: false,
    ...fields,
  };
  return eventOf(accountEvents.accountRegistered, 'auth-service', account.user_id, people, account);
}

/** Makes a profile the way all of them are made. @returns its id */
export async function newUser(users: TestService, fields: object = {}): Promise<number> {
  const event = registration(fields);
  const answer = await users.event('accounts', event);
  if (answer.status !== 200) throw new Error(`the registration was answered with ${answer.status}`);
  return Number(event.subject);
}
