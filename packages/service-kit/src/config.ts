import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);

/** Compose passes on variables that are not set as empty ones. */
const address = z.union([z.literal('').transform(() => undefined), z.url({ protocol: /^https?$/ })]);

/**
 * What every service gets from its environment; secrets come from the Dapr secret store instead. The descriptions are
 * printed in docs/services.md.
 */
export const baseConfig = z.object({
  APP_ID: z.string().min(1).describe('Under which the sidecar knows it'),
  APP_PORT: port.describe('Where it listens'),
  HOST: z.string().default('127.0.0.1').describe('On which address'),
  DAPR_HTTP_PORT: port.describe('Of its sidecar'),
  DAPR_API_TOKEN: z.string().min(16).describe('Sent to the sidecar, which refuses calls without it'),
  APP_API_TOKEN: z.string().min(16).describe('Sent by the sidecar; requests without it did not come through it'),
  POD_NAME: z.string().min(1).optional().describe('Name of this replica'),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info').describe('The least that is logged'),
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('In production what is only good for a developer is refused'),
  METRICS_PORT: port
    .optional()
    .describe('Where figures are served, for Prometheus and nobody else; without it nowhere'),
  METRICS_HOST: z.string().default('127.0.0.1').describe('On which address figures are served'),
  OTEL_EXPORTER_ZIPKIN_ENDPOINT: address
    .optional()
    .describe('Where spans go, such as `http://collector:9411/api/v2/spans`; without it nothing is traced'),
  SHUTDOWN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(300)
    .default(10)
    .describe('That running requests get to finish after SIGTERM'),
});
export type BaseConfig = z.infer<typeof baseConfig>;

/** The environment does not describe a service that can run; the message lists every fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Validates the environment at once and completely, so that one start shows all faults. Values are never printed. */
export function readConfig<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv): z.output<Schema> {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`The environment has ${faults.length} fault(s):\n${faults.join('\n')}`);
}
