/** @import { Problem } from './types.d.ts' */
import { backoff, pause } from './backoff.js';
import { renewSession } from './renewal.js';
import { currentSession, endSession } from './session.js';

/** @typedef {{ key?: string, ifMatch?: string }} Terms of a change: its `Idempotency-Key`, and the version it is meant for */

const timeoutMs = 10_000;
const tries = 3;

/** A refusal: its message is the sentence of the service, `fields` says what is wrong with which field. */
export class ApiError extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.status = problem.status;
    /** Stable, such as `already-decided`. */
    this.slug = problem.type?.replace('/problems/', '');
    /** @type {Map<string, string>} */
    this.fields = new Map(problem.errors?.map(({ pointer, message }) => [pointer.replace(/^#?\//, ''), message]));
  }
}

/**
 * @template T
 * @param {string} path
 * @returns {Promise<T>}
 */
export async function get(path) {
  return patiently(() => request('GET', path));
}

/**
 * Asks again some times while the server does not answer; what is asked for may be done twice.
 * @template T
 * @param {() => Promise<T>} ask
 * @returns {Promise<T>}
 */
export async function patiently(ask) {
  for (let failures = 0; ; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || failures + 1 >= tries) throw error;
      await pause(backoff(failures));
    }
  }
}

/**
 * Whether nobody knows what became of it, so that the same may be asked again.
 * @param {unknown} error
 */
export function isPassing(error) {
  if (!(error instanceof ApiError)) return false;
  return error.status === 0 || error.status >= 500 || error.slug === 'idempotency-in-progress';
}

/**
 * Not repeated by itself: it may have worked although the answer did not come.
 * @template T
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<T>}
 */
export function post(path, body) {
  return request('POST', path, body);
}

/**
 * @template T
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<T>}
 */
export function put(path, body) {
  return request('PUT', path, body);
}

/**
 * @template T
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<T>}
 */
export function patch(path, body) {
  return request('PATCH', path, body);
}

/**
 * @template T
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<T>}
 */
export function remove(path, body) {
  return request('DELETE', path, body);
}

/** Ends the session here and on the server; here also when the server does not answer. */
export async function logOut() {
  await post('/api/auth/logout', {}).catch((error) => console.warn('the server was not told of the logout', error));
  endSession();
}

/**
 * @template T
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<T>}
 */
async function request(method, path, body) {
  return (await exchange(method, path, body)).answer;
}

/**
 * A request whose access token is not accepted has done nothing yet, so it is sent once more with the next one.
 * @template T
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {Terms} [terms]
 * @returns {Promise<{ answer: T, version: string | undefined }>} `version` is the entity tag
 */
export async function exchange(method, path, body, terms = {}) {
  const session = currentSession();
  let response = await send(method, path, body, terms, session?.access_token);
  if (response.status === 401 && session !== undefined) {
    const next = await renewSession(session).catch((error) => {
      throw new ApiError({ status: 0, detail: error instanceof Error ? error.message : 'The server does not answer.' });
    });
    // In another tab somebody else may have logged in.
    if (next?.user.id === session.user.id) response = await send(method, path, body, terms, next.access_token);
  }
  const answer = await bodyOf(response);
  return { answer, version: response.headers.get('etag') ?? undefined };
}

/**
 * @param {Response} response
 * @returns what it says; undefined when that is no JSON
 * @throws {ApiError} for a refusal
 */
export async function bodyOf(response) {
  const answer = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  throw new ApiError({ detail: `The server answered ${response.status}.`, ...answer, status: response.status });
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 * @param {Terms} terms
 * @param {string | undefined} token
 */
async function send(method, path, body, { key, ifMatch }, token) {
  return fetch(path, {
    method,
    headers: {
      accept: 'application/json, application/problem+json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => {
    const detail = navigator.onLine ? 'The server does not answer.' : 'You are offline.';
    throw new ApiError({ status: 0, detail });
  });
}
