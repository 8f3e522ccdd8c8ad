import { baseConfig, readConfig } from '@gym/service-kit';
import { z } from 'zod';

const routes = z
  .string()
  .regex(/^[a-z][a-z0-9-]*=[a-z][a-z0-9-]*(,[a-z][a-z0-9-]*=[a-z][a-z0-9-]*)*$/, 'write <name>=<app id>,...')
  .transform((text) => new Map(text.split(',').map((part): [string, string] => splitOnce(part, '='))));

/** Origins as browsers send them: scheme, host, port when it is not the default, nothing else. */
const origins = z
  .string()
  .transform((text) => text.split(',').filter((part) => part !== ''))
  .pipe(z.array(z.string().refine(isOrigin, 'write exact origins, such as https://gym.example')));

export const configSchema = baseConfig.extend({
  GATEWAY_ROUTES: routes.describe('Which service answers below `/api/<name>`: `<name>=<app id>,...`'),
  CORS_ORIGINS: origins.default([]).describe('Other origins whose pages may use the API, separated by commas'),
  UPSTREAM_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(300_000)
    .default(15_000)
    .describe("Until the first byte of a service's answer; later the longest pause within it"),
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(5)
    .default(0)
    .describe('Reverse proxies in front of this one, whose `x-forwarded-for` is believed'),
  PUBLIC_WS_URL: z
    .url({ protocol: /^wss?$/ })
    .optional()
    .describe('Where browsers open the notification socket, if that is another origin than this one'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('Share of the requests whose way is recorded; counts only where spans have somewhere to go'),
  WEB_ROOT: z.string().optional().describe('Folder of the browser application; without it the one beside the services'),
});
export type Config = z.infer<typeof configSchema>;

export function loadConfig(): Config {
  return readConfig(configSchema, process.env);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
