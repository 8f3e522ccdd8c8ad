import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { loadResult, type LoadOrder, type LoadResult } from './messages.js';

const program = fileURLToPath(new URL('./process.js', import.meta.url));

/**
 * Sends requests from a process of its own over keep-alive connections, each with one request under way.
 * @throws when an answer is not 2xx: numbers of a system that refuses are worth nothing
 */
export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const child = fork(program);
  const finished = once(child, 'exit');
  const answer = new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the load process ended with ${code} and no result`)));
  });
  child.send(order);
  const result = loadResult.parse(await answer);
  await finished;
  const bad = Object.keys(result.statuses).filter((status) => !status.startsWith('2'));
  if (bad.length > 0) throw new Error(`not every answer was 2xx: ${JSON.stringify(result.statuses)}`);
  return result;
}
