import { randomUUID } from 'node:crypto';
import { authApi, usersApi } from '@gym/contracts';
import { delay } from '../run/wait.js';
import { read, write } from './request.js';
import { logIn } from './session.js';
import { borrow, leaveAlone, type Person, type World } from './world.js';

/** Profiles come in the order of their events, ids in that of their transactions: look this far back for latecomers. */
const idSlack = 60;
/** More people cost time at each look and find nothing new. */
const enough = 400;

/** Somebody registers. */
export async function register(world: World): Promise<void> {
  const role = world.random.chance(0.3) ? 'trainer' : 'member';
  const tag = randomUUID().slice(0, 13);
  const person = { email: `${tag}@fault.test`, password: `horse-${tag}-staple`, name: `Person ${tag}`, role } as const;
  const body = { email: person.email, password: person.password, full_name: person.name, role };
  const path = '/api/auth/register';
  const outcome = await write(world, 'register', authApi.registered, { method: 'POST', path, body });
  if (outcome.state === 'refused') {
    world.violations.add('refused', 'answers', `register ${person.email}: ${outcome.status} ${outcome.detail}`);
    return;
  }
  const { email, name } = person;
  world.journal.write({ op: 'register', outcome: outcome.state, email, name, role });
  if (outcome.state === 'maybe' || world.people.length > enough) return;
  const standing = { isApproved: role === 'member', isBanned: false, isBusy: false };
  world.people.push({ ...person, ...standing, id: undefined });
}

/** Looks for the ids of new people in the list that staff sees. */
export function createDirectory(): (world: World) => Promise<void> {
  let highest = 0;
  return async (world) => {
    let cursor = Math.max(0, highest - idSlack);
    for (;;) {
      const query = `?limit=200${cursor === 0 ? '' : `&cursor=${cursor}`}`;
      const page = await read(world, 'read people', usersApi.userPage, `/api/users/${query}`, world.admin);
      if (page === undefined) return;
      const byEmail = new Map(page.items.map((user) => [user.email, user.id]));
      for (const person of world.people) person.id ??= byEmail.get(person.email);
      highest = Math.max(highest, ...page.items.map((user) => user.id));
      if (page.next_cursor === null) return;
      cursor = Number(page.next_cursor);
    }
  };
}

/** Somebody logs in: with the right to do so, or being told why not. */
export async function comeBack(world: World): Promise<void> {
  const person = borrow(world, ({ id }) => id !== undefined);
  if (person === undefined) return;
  const status = await logIn(world, person);
  // A decision holds for the next login when auth-service could be told; else it follows with the events.
  if (status === 401) world.violations.add('lost', 'answers', `${person.email} registered and cannot log in`);
  person.isBusy = false;
}

/** An admin approves, bans, or lifts a ban. */
export async function decideAboutSomebody(world: World): Promise<void> {
  const person = borrow(world, ({ id }) => id !== undefined);
  if (person?.id === undefined) return;
  const action = nextAction(person);
  const outcome = await write(world, 'decide about a user', usersApi.userChanged, {
    method: 'PATCH',
    path: `/api/users/${action}`,
    body: { user_id: person.id },
    as: world.admin,
  });
  if (outcome.state === 'refused') {
    world.violations.add('refused', 'answers', `${action} ${person.id}: ${outcome.status} ${outcome.detail}`);
  } else {
    world.journal.write({ op: 'standing', outcome: outcome.state, user_id: person.id, action });
  }
  if (outcome.state !== 'ack') {
    leaveAlone(world, person);
    return;
  }
  person.isApproved ||= action === 'approve';
  person.isBanned = action === 'ban' || (person.isBanned && action !== 'unban');
  person.isBusy = false;
}

function nextAction({ isApproved, isBanned }: Person): 'approve' | 'ban' | 'unban' {
  if (!isApproved) return 'approve';
  return isBanned ? 'unban' : 'ban';
}

/** An admin deletes somebody for good. */
export async function deleteSomebody(world: World): Promise<void> {
  const person = borrow(world, ({ id }) => id !== undefined);
  if (person?.id === undefined) return;
  const { id, email } = person;
  const path = `/api/users/${id}`;
  const outcome = await write(world, 'delete a user', usersApi.userDeleted, {
    method: 'DELETE',
    path,
    as: world.admin,
  });
  leaveAlone(world, person);
  if (outcome.state === 'refused') {
    world.violations.add('refused', 'answers', `delete ${email}: ${outcome.status} ${outcome.detail}`);
    return;
  }
  world.journal.write({ op: 'delete-user', outcome: outcome.state, user_id: id, email });
  await delay(200);
}
