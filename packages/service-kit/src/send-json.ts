import type { Response } from 'express';
import { lengthHeader } from './sidecar.js';

/** Sends JSON text with its length, so that the gateway can tell whether all of it arrived. */
export function sendJson(res: Response, status: number, text: string, type = 'application/json'): void {
  res
    .status(status)
    .type(type)
    .set(lengthHeader, String(Buffer.byteLength(text)))
    .send(text);
}
