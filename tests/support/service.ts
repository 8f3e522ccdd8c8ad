import { createPrivateKey, createPublicKey, randomUUID } from 'node:crypto';
import { authApi, type CloudEvent, type EventTopic, type EventType, type Role } from '@gym/contracts';
import type { BaseConfig, KeySource, Overrides, Service } from '@gym/service-kit';
import jwt from 'jsonwebtoken';
import { Pool, type QueryResultRow } from 'pg';
import { send, type Answer, type CallOptions } from './answer.js';
import { startEnvironment, type TestEnvironment } from './environment.js';
import { eventually, freePorts } from './processes.js';

export type { Answer, CallOptions } from './answer.js';

/** A service in this process next to a real sidecar, with its own database, Redis and secrets. */
export interface TestService {
  readonly environment: TestEnvironment;
  readonly port: number;
  readonly sidecarPort: number;
  /** As its own sidecar would call it. A string body is sent as it is. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Delivers an event as the broker would. */
  event(topic: EventTopic, event: CloudEvent): Promise<Answer>;
  /** An access token that this service accepts. */
  tokenFor(user: TokenBearer, options?: jwt.SignOptions): string;
  sql<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

/** Whom a token is about; `sid` is its session, `ver` the version of the standing. */
export interface TokenBearer {
  id: number;
  email?: string;
  role?: Role;
  sid?: number;
  ver?: number;
}

export interface TestOptions<Settings> {
  /** Settings beyond the base configuration. */
  settings?: Settings;
  podName?: string;
  /** A second service or replica in the world of the first one. The one who started it stops it. */
  environment?: TestEnvironment;
  /** Name of the secret with the database url; left out for a service without a database. */
  database?: string;
}

export async function startTestService<Config extends BaseConfig, Settings extends Omit<Config, keyof BaseConfig>>(
  appId: string,
  createService: (config: Config, overrides?: Overrides) => Service,
  options: TestOptions<Settings> = {},
): Promise<TestService> {
  const environment = options.environment ?? (await startEnvironment());
  const databaseUrl = options.database === undefined ? undefined : await environment.createDatabase(options.database);
  const [port = 0] = await freePorts(1);
  const podName = options.podName ?? `${appId}-0`;
  const sidecar = await environment.startSidecar(appId, port, podName);
  const base: BaseConfig = {
    APP_ID: appId,
    APP_PORT: port,
    HOST: '127.0.0.1',
    DAPR_HTTP_PORT: sidecar.port,
    DAPR_API_TOKEN: environment.daprApiToken,
    APP_API_TOKEN: environment.appApiToken,
    POD_NAME: podName,
    LOG_LEVEL: process.env['TEST_LOG'] === undefined ? 'silent' : 'debug',
    NODE_ENV: 'test',
    METRICS_HOST: '127.0.0.1',
    SHUTDOWN_SECONDS: 1,
  };
  // Settings are what the service's own schema adds to the base; together they are its configuration.
  const service = createService({ ...base, ...options.settings } as Config, { keys: testKeys(environment.signingKey) });
  await Promise.race([
    service.start(),
    sidecarExit(sidecar.child.process).then(() => {
      throw new Error(`the sidecar of ${appId} ended: ${sidecar.child.output()}`);
    }),
  ]);
  const pool = databaseUrl === undefined ? undefined : new Pool({ connectionString: databaseUrl, max: 2 });

  function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    return send(method, `http://127.0.0.1:${port}${path}`, options, { 'dapr-api-token': environment.appApiToken });
  }

  return {
    environment,
    port,
    sidecarPort: sidecar.port,
    call,
    event: (topic, event) => call('POST', `/internal/events/${topic}`, { body: event }),
    tokenFor: (user, signOptions) => signToken(environment.signingKey, user, signOptions),
    async sql<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]> {
      if (pool === undefined) throw new Error(`${appId} was started without a database`);
      return (await pool.query<Row>(text, values)).rows;
    },
    async stop() {
      await service.stop();
      await sidecar.child.stop('SIGKILL');
      await pool?.end();
      if (options.environment === undefined) await environment.stop();
    },
  };
}

/** An event as a producer would have published it. */
export function eventOf<Payload>(
  type: EventType<Payload>,
  source: string,
  subject: string | number,
  seq: number,
  payload: Payload,
): CloudEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source,
    type: type.type,
    subject: String(subject),
    time: new Date().toISOString(),
    data: { seq, payload },
  };
}

function testKeys(signingKey: string): KeySource {
  const key = createPublicKey(createPrivateKey(signingKey));
  return (kid) => Promise.resolve(kid === 'test-key' ? key : undefined);
}

function signToken(signingKey: string, user: TokenBearer, options: jwt.SignOptions = {}): string {
  const { id, email = `user${id}@gym.test`, role = 'member', sid = 1, ver = 0 } = user;
  return jwt.sign({ email, role, sid, ver }, signingKey, {
    algorithm: 'ES256',
    keyid: 'test-key',
    issuer: authApi.tokenIssuer,
    audience: authApi.tokenAudience,
    subject: String(id),
    expiresIn: 900,
    ...options,
  });
}

function sidecarExit(child: { once(event: 'exit', listener: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

export { eventually };
