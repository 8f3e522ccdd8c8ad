/** @import { Problem } from './types.d.ts' */
import { backoff, pause } from './backoff.js';
import { renewSession } from './renewal.js';
import { currentSession, endSession } from './session.js';

const timeoutMs = 10_000;
const tries = 3;

/** A refusal: its message is the sentence of the service, `fields` says what is wrong with which field. */
export class ApiError extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.status = problem.status;
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
  for (let failures = 0; ; failures += 1) {
    try {
      return await request('GET', path);
    } catch (error) {
      const isPassing = error instanceof ApiError && (error.status === 0 || error.status >= 502);
      if (!isPassing || failures + 1 >= tries) throw error;
      await pause(backoff(failures));
    }
  }
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
 * A request whose access token is not accepted has done nothing yet, so it is sent once more with the next one.
 * @template T
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<T>}
 */
async function request(method, path, body) {
  const session = currentSession();
  let response = await send(method, path, body, session?.access_token);
  if (response.status === 401 && session !== undefined) {
    const next = await renewSession(session).catch((error) => {
      throw new ApiError({ status: 0, detail: error instanceof Error ? error.message : 'The server does not answer.' });
    });
    // In another tab somebody else may have logged in.
    if (next?.user.id === session.user.id) response = await send(method, path, body, next.access_token);
  }
  return bodyOf(response);
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
 * @param {string | undefined} token
 */
async function send(method, path, body, token) {
  return fetch(path, {
    method,
    headers: {
      accept: 'application/json, application/problem+json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => {
    const detail = navigator.onLine ? 'The server does not answer.' : 'You are offline.';
    throw new ApiError({ status: 0, detail });
  });
}
