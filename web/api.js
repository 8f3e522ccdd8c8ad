/** @import { Problem } from './types.d.ts' */
import { backoff, pause } from './backoff.js';
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
 * @returns {Promise<T>}
 */
export function remove(path) {
  return request('DELETE', path);
}

/**
 * @template T
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<T>}
 */
async function request(method, path, body) {
  const token = currentSession()?.access_token;
  const response = await fetch(path, {
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
  const answer = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  // Only for the session that asked: another one may have begun in the meantime.
  if (response.status === 401 && token !== undefined && token === currentSession()?.access_token) {
    endSession('Your login has expired. Please log in again.');
  }
  throw new ApiError({ detail: `The server answered ${response.status}.`, ...answer, status: response.status });
}
