import { baseConfig, readConfig } from '@gym/service-kit';
import { z } from 'zod';

const origins = z
  .string()
  .transform((list) => list.split(',').map((origin) => origin.trim()))
  .pipe(z.array(z.union([z.literal('*'), z.url({ protocol: /^https?$/ })])).min(1));

export const configSchema = baseConfig
  .extend({
    PUBLIC_WS_URL: z
      .url({ protocol: /^wss?$/ })
      .optional()
      .describe('Where browsers reach `/ws`, such as `wss://gym.example/ws`; without it this process directly'),
    ALLOWED_ORIGINS: origins
      .optional()
      .describe('Pages that may open sockets, separated by commas; `*` means any; required in production'),
    TICKET_SECONDS: z.coerce
      .number()
      .int()
      .min(1)
      .max(300)
      .default(30)
      .describe('How long a ticket can wait for its socket'),
    HEARTBEAT_SECONDS: z.coerce
      .number()
      .int()
      .min(1)
      .max(300)
      .default(30)
      .describe('Pace of the pings; a socket that answers none until the next one is closed'),
  })
  .refine((value) => value.NODE_ENV !== 'production' || value.ALLOWED_ORIGINS !== undefined, {
    path: ['ALLOWED_ORIGINS'],
    message: 'must be set in production',
  });
export type Config = z.infer<typeof configSchema>;

export function loadConfig(): Config {
  return readConfig(configSchema, process.env);
}
