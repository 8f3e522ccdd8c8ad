import { baseConfig, readConfig } from '@gym/service-kit';
import { z } from 'zod';

/** An attempt takes about 250 ms of one core at cost 12; below 10 guessing becomes cheap. */
const minimumCostInProduction = 10;

export const configSchema = baseConfig
  .extend({
    BCRYPT_COST: z.coerce
      .number()
      .int()
      .min(4)
      .max(16)
      .default(12)
      .describe('Base 2 logarithm of the rounds of bcrypt; at least 10 in production'),
    /**
     * At cost 12 the last of 40 waits 5 s for two cores, 10 s for one: less than the 15 s after which the gateway
     * gives up.
     */
    PASSWORD_QUEUE: z.coerce
      .number()
      .int()
      .min(0)
      .max(10_000)
      .default(40)
      .describe('Logins and registrations that may wait before the next ones are asked to come back'),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/+$/, ''))
      .default('http://localhost:8000')
      .describe('Where people find the pages of the platform; links in mails begin with it'),
    SESSION_IDLE_DAYS: z.coerce
      .number()
      .positive()
      .max(3650)
      .default(7)
      .describe('A login that is not used for so long ends'),
    SESSION_MAX_DAYS: z.coerce
      .number()
      .positive()
      .max(3650)
      .default(30)
      .describe('At the latest a login ends after this'),
  })
  .refine((config) => config.NODE_ENV !== 'production' || config.BCRYPT_COST >= minimumCostInProduction, {
    path: ['BCRYPT_COST'],
    message: `must be at least ${minimumCostInProduction} in production`,
  });
export type Config = z.infer<typeof configSchema>;

export function loadConfig(): Config {
  return readConfig(configSchema, process.env);
}
