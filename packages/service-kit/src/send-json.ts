import type { Response } from 'express';
import { lengthHeader } from './sidecar.js';

/**
 * Sends JSON text with its length, so that the gateway can tell whether all of it arrived. A GET whose `If-None-Match`
 * names the entity tag of the answer gets 304 and no text.
 */
export function sendJson(res: Response, status: number, text: string, type = 'application/json'): void {
  res.status(status).type(type);
  if (!res.req.fresh) res.set(lengthHeader, String(Buffer.byteLength(text)));
  res.send(text);
}
