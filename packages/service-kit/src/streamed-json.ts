import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { sendJson } from './send-json.js';

/** A JSON value in which any array may come piece by piece. */
export type Streamed<T> = T extends readonly (infer Item)[]
  ? readonly Item[] | AsyncIterable<Item>
  : T extends object
    ? { [Key in keyof T]: Streamed<T[Key]> }
    : T;

/** An answer that can be too large to be held: its pieces are asked for as fast as the client takes them. */
export class StreamedJson<T> {
  readonly value: Streamed<T>;
  constructor(value: Streamed<T>) {
    this.value = value;
  }
}

/** Characters that are held, so that what fails meanwhile is a refusal like any other. */
const holdLength = 262_144;

/**
 * Sends a short answer at once, and a long one without its length. When a long one fails in the middle the connection
 * breaks: nobody can take half an answer for a whole one.
 */
export async function sendStreamedJson(res: Response, status: number, { value }: StreamedJson<unknown>): Promise<void> {
  const pieces = jsonPieces(value);
  let held = '';
  while (held.length < holdLength) {
    const { value: piece, done } = await pieces.next();
    if (done === true) {
      sendJson(res, status, held);
      return;
    }
    held += piece;
  }
  async function* all(): AsyncGenerator<string, void> {
    yield held;
    yield* pieces;
  }
  await pipeline(Readable.from(all()), res.status(status).type('application/json'));
}

/** JSON text of a plain value in pieces; what is undefined is left out, as by JSON.stringify. */
export async function* jsonPieces(value: unknown): AsyncGenerator<string, void> {
  if (isAsyncIterable(value)) {
    let text = '[';
    for await (const item of value) {
      text += JSON.stringify(item);
      if (text.length > pieceLength) {
        yield text;
        text = '';
      }
      text += ',';
    }
    yield text.endsWith(',') ? `${text.slice(0, -1)}]` : `${text}]`;
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    let lead = '{';
    for (const [key, part] of Object.entries(value)) {
      if (part === undefined) continue;
      yield `${lead}${JSON.stringify(key)}:`;
      yield* jsonPieces(part);
      lead = ',';
    }
    yield lead === '{' ? '{}' : '}';
  } else {
    yield JSON.stringify(value);
  }
}

const pieceLength = 16_384;

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
