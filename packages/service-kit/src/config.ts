import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);

/** Compose passes on variables that are not set as empty ones. */
const address = z.union([z.literal('').transform(() => undefined), z.url({ protocol: /^https?$/ })]);

/** What every service gets from its environment; secrets come from the Dapr secret store instead. */
export const baseConfig = z.object({
  APP_ID: z.string().min(1),
  APP_PORT: port,
  HOST: z.string().default('127.0.0.1'),
  DAPR_HTTP_PORT: port,
  /** Sent to the sidecar; it refuses calls without it. */
  DAPR_API_TOKEN: z.string().min(16),
  /** Sent by the sidecar; requests without it did not come through it. */
  APP_API_TOKEN: z.string().min(16),
  /** Name of this replica. */
  POD_NAME: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /** Where figures are served, for Prometheus and nobody else; without it they are not. */
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  /** Where spans go, such as `http://collector:9411/api/v2/spans`; without it nothing is traced. */
  OTEL_EXPORTER_ZIPKIN_ENDPOINT: address.optional(),
  /** Seconds that running requests get to finish after SIGTERM. */
  SHUTDOWN_SECONDS: z.coerce.number().min(0).max(300).default(10),
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
