import { z } from 'zod';
import { gatewayPort, secrets } from './stack.js';

/** A call through the gateway, for setting up what is measured. @throws for any answer but 2xx */
export async function call(method: string, path: string, body?: unknown, token?: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${gatewayPort}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** An access token of the root admin. */
export async function adminToken(): Promise<string> {
  const answer = await call('POST', '/api/auth/login', adminCredentials());
  return z.object({ access_token: z.string() }).parse(answer).access_token;
}

export function adminCredentials(): { email: string; password: string } {
  const { email, password } = secrets().admin;
  return { email, password };
}
