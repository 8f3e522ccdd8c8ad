import { request } from 'node:http';
import { z } from 'zod';
import { DevError } from '../errors.js';
import { isErrorCode } from '../files.js';
import { zipkinSpan, type ZipkinSpan } from '../traces/zipkin-span.js';
import { stackView, type StackView } from './view.js';

const VIEW_TIMEOUT_MS = 3_000;
/** A rolling restart of many replicas, or the stop of a stack whose parts all need to be killed. */
const COMMAND_TIMEOUT_MS = 300_000;

/** The state of the stack, or undefined when no supervisor answers. */
export async function askView(socket: string): Promise<StackView | undefined> {
  const answer = await call(socket, 'GET', '/view', VIEW_TIMEOUT_MS);
  return answer === undefined ? undefined : stackView.parse(answer);
}

export async function askRestart(socket: string, name: string): Promise<string[] | undefined> {
  const answer = await call(socket, 'POST', `/restart?name=${encodeURIComponent(name)}`, COMMAND_TIMEOUT_MS);
  return answer === undefined ? undefined : z.object({ restarted: z.array(z.string()) }).parse(answer).restarted;
}

/** Returns false when no supervisor answers. */
export async function askStop(socket: string): Promise<boolean> {
  return (await call(socket, 'POST', '/stop', COMMAND_TIMEOUT_MS)) !== undefined;
}

/** The spans of a trace or request, none when it is not known; undefined when no supervisor answers. */
export async function askTrace(socket: string, id: string): Promise<ZipkinSpan[] | undefined> {
  return spansOf(await call(socket, 'GET', `/trace?id=${encodeURIComponent(id)}`, VIEW_TIMEOUT_MS));
}

/** The first spans of the last traces. */
export async function askTraces(socket: string, count: number): Promise<ZipkinSpan[] | undefined> {
  return spansOf(await call(socket, 'GET', `/traces?count=${count}`, VIEW_TIMEOUT_MS));
}

function spansOf(answer: unknown): ZipkinSpan[] | undefined {
  return answer === undefined ? undefined : z.array(zipkinSpan).parse(answer);
}

const failure = z.object({ error: z.string() });

function call(socketPath: string, method: string, path: string, timeout: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, method, path, timeout, agent: false }, (incoming) => {
      let body = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => (body += chunk));
      incoming.on('error', () => resolve(undefined));
      incoming.on('end', () => {
        const answer: unknown = JSON.parse(body);
        if (incoming.statusCode === 200) resolve(answer);
        else reject(new DevError('refused', failure.parse(answer).error));
      });
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', (error) => {
      // No socket, nobody behind it, or its owner died while answering.
      const gone = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'ENOTDIR'].some((code) => isErrorCode(error, code));
      if (gone) resolve(undefined);
      else reject(error);
    });
    outgoing.end();
  });
}
