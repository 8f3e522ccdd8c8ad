import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { socketAnswer, type SocketAnswer, type SocketOrder } from './messages.js';

/** Spectators of one topic, in a process of their own. */
export interface Crowd {
  /** Opens so many more, each with a ticket of its own. */
  open(count: number): Promise<SocketAnswer>;
  /** What has come since the last answer. */
  tell(): Promise<SocketAnswer>;
  leave(): Promise<void>;
}

export function gatherCrowd(port: number, topic: string): Crowd {
  const child = fork(fileURLToPath(new URL('./process.js', import.meta.url)));
  async function ask(order: SocketOrder): Promise<SocketAnswer> {
    const waiting = new AbortController();
    const { signal } = waiting;
    const answered = once(child, 'message', { signal });
    const ended = once(child, 'exit', { signal }).then(() => {
      throw new Error('the process with the sockets has ended');
    });
    child.send(order);
    try {
      return z.tuple([socketAnswer], z.unknown()).parse(await Promise.race([answered, ended]))[0];
    } finally {
      ended.catch(() => undefined);
      waiting.abort();
    }
  }
  return {
    open: (count) => ask({ open: count, port, topic }),
    tell: () => ask({ tell: true }),
    async leave() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
