import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** What a service may learn from the client; everything else stays here. */
const passed = [
  'accept',
  'accept-language',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'user-agent',
] as const;

/** A name and an optional port; also an IPv6 literal. */
const hostPattern = /^[\w.:[\]-]{1,255}$/;

/** What the gateway says for itself in every request. */
export interface Sender {
  /** Own API token of the sidecar. */
  daprApiToken: string;
  /** Reverse proxies in front of us whose `x-forwarded-*` is believed. */
  trustedProxies: number;
}

export interface Hop {
  appId: string;
  requestId: string;
  traceparent: string;
}

/** The headers of a request to a service, as a flat list. The client's own are copied by name, never wholesale. */
export function requestHeaders(req: IncomingMessage, hop: Hop, sender: Sender): string[] {
  const { headers } = req;
  const list = forwarded(headers, req.socket.remoteAddress ?? '', sender.trustedProxies);
  list.push(...hopHeaders(hop, sender));
  for (const name of passed) {
    const value = headers[name];
    if (typeof value === 'string') list.push(name, value);
  }
  // The sidecar reads a target out of Basic credentials, so no other scheme than Bearer may reach it.
  if (headers.authorization !== undefined && /^bearer /i.test(headers.authorization)) {
    list.push('authorization', headers.authorization);
  }
  return list;
}

/** The headers of a request that nothing of the client may influence. */
export function hopHeaders(hop: Hop, sender: Sender): string[] {
  const list = ['dapr-app-id', hop.appId, 'dapr-api-token', sender.daprApiToken];
  list.push('x-request-id', hop.requestId, 'traceparent', hop.traceparent);
  // Without it the sidecar asks the service for gzip and unpacks it again.
  list.push('accept-encoding', 'identity');
  return list;
}

function forwarded(headers: IncomingHttpHeaders, peer: string, trustedProxies: number): string[] {
  const https = trustedProxies > 0 && headers['x-forwarded-proto'] === 'https';
  const client = trustedProxies > 0 ? clientBehind(trustedProxies, headers['x-forwarded-for'], peer) : peer;
  const list = ['x-forwarded-for', client, 'x-forwarded-proto', https ? 'https' : 'http'];
  if (headers.host !== undefined && hostPattern.test(headers.host)) list.push('x-forwarded-host', headers.host);
  return list;
}

/** Every trusted proxy appended the address it saw; what stands before those, the client may have invented. */
function clientBehind(proxies: number, given: string | string[] | undefined, peer: string): string {
  const seen = [given ?? []].flat().flatMap((line) => line.split(',').map((item) => item.trim()));
  return [...seen.filter((item) => item !== ''), peer].at(-1 - proxies) ?? peer;
}
