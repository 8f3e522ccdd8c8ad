import { baseConfig, readConfig } from '@gym/service-kit';
import { z } from 'zod';

const origins = z
  .string()
  .transform((list) => list.split(',').map((origin) => origin.trim()))
  .pipe(z.array(z.union([z.literal('*'), z.url({ protocol: /^https?$/ })])).min(1));

export const config = baseConfig
  .extend({
    /** Where browsers reach `/ws`, such as `wss://gym.example/ws`; without it they reach this process directly. */
    PUBLIC_WS_URL: z.url({ protocol: /^wss?$/ }).optional(),
    /** Pages that may open sockets, separated by commas; `*` means any. */
    ALLOWED_ORIGINS: origins.optional(),
    /** How long a ticket can wait for its socket. */
    TICKET_SECONDS: z.coerce.number().int().min(1).max(300).default(30),
    HEARTBEAT_SECONDS: z.coerce.number().int().min(1).max(300).default(30),
  })
  .refine((value) => value.NODE_ENV !== 'production' || value.ALLOWED_ORIGINS !== undefined, {
    path: ['ALLOWED_ORIGINS'],
    message: 'must be set in production',
  });
export type Config = z.infer<typeof config>;

export function loadConfig(): Config {
  return readConfig(config, process.env);
}
