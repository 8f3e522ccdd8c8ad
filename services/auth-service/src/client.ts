import { isIP } from 'node:net';
import type { Request } from 'express';
import type { Client } from './store/sessions.js';

const maxDevice = 200;

/**
 * Who asks. The gateway writes the address into `x-forwarded-for` and passes none of a client's own; sidecars on the
 * way append theirs behind it.
 */
export function clientOf(req: Request): Client {
  const address = req.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '';
  const device = req.get('user-agent')?.slice(0, maxDevice) ?? '';
  return { device: device === '' ? null : device, address: isIP(address) === 0 ? null : address };
}
