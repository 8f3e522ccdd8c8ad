import { connect, type Socket } from 'node:net';
import type { RequestSpec } from './messages.js';

/** The bytes of a request, made once: the load process must cost less than what it measures. */
export function requestBytes({ method, path, headers = {}, body = '' }: RequestSpec): Buffer {
  const length = body === '' && method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const all = Object.entries({ host: '127.0.0.1', ...headers, ...length });
  const head = all.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`);
}

const lastChunk = '\r\n0\r\n\r\n';

/** Length of the head and of the body; a chunked body ends where `lastChunk` stands. */
interface Head {
  status: number;
  bodyStart: number;
  length: number | 'chunked';
}

function readHead(text: string): Head | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = text.slice(0, end).toLowerCase();
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  const chunked = length === undefined && head.includes('\r\ntransfer-encoding: chunked');
  return { status: Number(head.slice(9, 12)), bodyStart: end + 4, length: chunked ? 'chunked' : Number(length ?? 0) };
}

function isComplete(text: string, head: Head): boolean {
  if (head.length !== 'chunked') return text.length >= head.bodyStart + head.length;
  // An empty chunked body is the last chunk alone, right behind the head.
  return text.endsWith(lastChunk) && text.length >= head.bodyStart + lastChunk.length - 2;
}

export interface Connection {
  /** Sends one request and waits for all of its answer. @returns the status */
  exchange(request: Buffer): Promise<number>;
  close(): void;
}

/** One keep-alive connection that has one request under way at a time. */
export async function openConnection(port: number): Promise<Connection> {
  let answered: ((status: number) => void) | undefined;
  let failed: ((error: Error) => void) | undefined;
  let text = '';
  let head: Head | undefined;
  const socket = await connected(port);
  socket.on('data', (chunk: Buffer) => {
    // Latin-1 makes one character of each byte, so lengths agree.
    text += chunk.toString('latin1');
    head ??= readHead(text);
    if (head === undefined || !isComplete(text, head)) return;
    const { status } = head;
    text = '';
    head = undefined;
    answered?.(status);
  });
  socket.on('error', (error) => failed?.(error));
  socket.on('close', () => failed?.(new Error('the connection was closed')));
  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        answered = resolve;
        failed = reject;
        socket.write(request);
      }),
    close: () => void socket.destroy(),
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}
