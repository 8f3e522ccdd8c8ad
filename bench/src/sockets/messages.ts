import { z } from 'zod';

/** What the parent tells the process with the sockets: open so many more, or say what has come since the last question. */
export const socketOrder = z.union([
  z.object({ open: z.int(), port: z.int(), topic: z.string() }),
  z.object({ tell: z.literal(true) }),
]);
export type SocketOrder = z.infer<typeof socketOrder>;

export const socketAnswer = z.object({
  /** Sockets that are open. */
  open: z.int(),
  /** Event frames since the last answer, all sockets together. */
  frames: z.int(),
  /** Milliseconds since 1970 at which the last of them came; 0 for none. */
  lastAt: z.number(),
});
export type SocketAnswer = z.infer<typeof socketAnswer>;
