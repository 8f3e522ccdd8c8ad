import { authApi } from '@gym/contracts';
import type { World } from './world.js';

export interface Account {
  email: string;
  password: string;
  token?: { value: string; expiresAt: number } | undefined;
  /** Under way: everybody who uses the account waits for the same login, as the parts of one client would. */
  login?: Promise<number> | undefined;
}

/** Seconds before its end at which a token is replaced. */
const spareSeconds = 120;

/** Logs in; counts as a request of that kind. @returns the status */
export async function logIn({ api, availability }: World, account: Account): Promise<number> {
  const { email, password } = account;
  const answer = await api.send({ method: 'POST', path: '/api/auth/login', body: { email, password } });
  availability.record('login', answer.startedAt, answer.status !== 0 && answer.status < 500);
  if (answer.status === 200) {
    const { access_token, expires_in } = authApi.session.parse(answer.body);
    account.token = { value: access_token, expiresAt: Date.now() + (expires_in - spareSeconds) * 1000 };
  }
  return answer.status;
}

/** A token of the account that is valid for a while; undefined when none can be got right now. */
export async function tokenOf(world: World, account: Account): Promise<string | undefined> {
  if (account.token === undefined || account.token.expiresAt < Date.now()) {
    account.token = undefined;
    account.login ??= logIn(world, account).finally(() => (account.login = undefined));
    await account.login;
  }
  return account.token?.value;
}
