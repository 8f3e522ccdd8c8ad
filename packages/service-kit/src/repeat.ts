/** Work that is done again and again until it is stopped. */
export interface Repeated {
  /** Resolves when the first round has ended. */
  start(): Promise<void>;
  /** Resolves when the round that is under way has ended. */
  stop(): Promise<void>;
}

/**
 * Does `work` at once and then `ms` after every end of it, give or take a quarter: replicas that start together
 * must not ask together for ever. `work` reports its own failures and does not throw.
 */
export function repeat(ms: number, work: () => Promise<void>): Repeated {
  let isStopped = true;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  function next(): void {
    round = work().finally(() => {
      if (!isStopped) timer = setTimeout(next, ms * (0.75 + Math.random() / 2));
    });
  }

  return {
    start() {
      isStopped = false;
      next();
      return round;
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
