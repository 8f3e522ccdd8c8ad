import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import { eventually, freePorts, startChild, type Child } from './processes.js';

const checkout = resolve(import.meta.dirname, '../..');

/** What `./dev.sh test` hands to the integration suite: a stack of PostgreSQL and sentry, and the programs. */
const settings = z.object({
  GYM_TEST_HOME: z.string(),
  GYM_TEST_POSTGRES_URL: z.string(),
  GYM_TEST_SENTRY: z.string(),
  GYM_TEST_DAPRD: z.string(),
  GYM_TEST_REDIS_SERVER: z.string(),
});

/**
 * The world of one test file: its own Redis, databases, secrets and service discovery, so that files run in
 * parallel. PostgreSQL and sentry are shared servers.
 */
export interface TestEnvironment {
  readonly folder: string;
  readonly daprApiToken: string;
  readonly appApiToken: string;
  /** PEM of the key that signs access tokens. */
  readonly signingKey: string;
  /** host:port */
  readonly redisHost: string;
  readonly secretsFile: string;
  /** Makes a database and writes its url into the secret store. */
  createDatabase(secretName: string): Promise<string>;
  startSidecar(
    appId: string,
    appPort: number,
    podName: string,
    files?: SidecarFiles,
  ): Promise<{ port: number; child: Child }>;
  /** Takes Redis away for good. */
  stopRedis(): Promise<void>;
  stop(): Promise<void>;
}

/** Paths in the checkout; those of a service by default. */
export interface SidecarFiles {
  config: string;
  /** Folders of components, subscriptions and resiliency. */
  resources: string[];
}

export async function startEnvironment(): Promise<TestEnvironment> {
  const env = settings.parse(process.env);
  const folder = await mkdtemp(join(tmpdir(), 'gym-test-'));
  const secretsFile = join(folder, 'secrets.json');
  const redisPassword = randomBytes(16).toString('hex');
  const signingKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const secrets: Record<string, Record<string, string>> = {
    redis: { password: redisPassword },
    'jwt-signing': { active: 'test-key', 'test-key': signingKey },
    admin: { email: 'root@gym.test', password: 'root-password-1' },
  };
  const saveSecrets = (): Promise<void> => writeFile(secretsFile, JSON.stringify(secrets), { mode: 0o600 });
  await saveSecrets();
  const [redisPort = 0] = await freePorts(1);
  const redis = startChild(env.GYM_TEST_REDIS_SERVER, ['-'], {
    env: process.env,
    cwd: folder,
    input: `port ${redisPort}\nbind 127.0.0.1\nrequirepass ${redisPassword}\nsave ""\nrepl-diskless-sync-delay 0\ndir ${folder}\n`,
  });
  const tokens = { daprApiToken: randomBytes(16).toString('hex'), appApiToken: randomBytes(16).toString('hex') };
  const trustAnchors = await readFile(join(env.GYM_TEST_HOME, 'certs', 'ca.crt'), 'utf8');
  const sidecars: Child[] = [];
  const databases: string[] = [];

  async function startSidecar(
    appId: string,
    appPort: number,
    podName: string,
    files: SidecarFiles = { config: `dapr/config/${appId}.yaml`, resources: ['components', 'dapr/resources'] },
  ): Promise<{ port: number; child: Child }> {
    const [http = 0, grpc = 0, internal = 0, metrics = 0] = await freePorts(4);
    const args = sidecarArguments(appId, appPort, { http, grpc, internal, metrics }, env.GYM_TEST_SENTRY, files);
    const child = startChild(env.GYM_TEST_DAPRD, args, {
      cwd: checkout,
      env: {
        PATH: process.env['PATH'],
        NAMESPACE: 'default',
        POD_NAME: podName,
        DAPR_HOST_IP: '127.0.0.1',
        GOMAXPROCS: '1',
        DAPR_API_TOKEN: tokens.daprApiToken,
        APP_API_TOKEN: tokens.appApiToken,
        DAPR_TRUST_ANCHORS: trustAnchors,
        GYM_REDIS_HOST: `127.0.0.1:${redisPort}`,
        GYM_SECRETS_FILE: secretsFile,
        GYM_MAIL_FOLDER: join(folder, 'mail'),
        GYM_NAMES_DB: join(folder, 'names.db'),
      },
    });
    sidecars.push(child);
    return { port: http, child };
  }

  return {
    folder,
    ...tokens,
    signingKey,
    redisHost: `127.0.0.1:${redisPort}`,
    secretsFile,
    startSidecar,
    async createDatabase(secretName) {
      const name = `test_${createHash('sha256').update(folder).digest('hex').slice(0, 12)}_${databases.length}`;
      await administer(env.GYM_TEST_POSTGRES_URL, `create database ${name}`);
      databases.push(name);
      const url = new URL(env.GYM_TEST_POSTGRES_URL);
      url.pathname = `/${name}`;
      secrets[secretName] = { url: url.href };
      await saveSecrets();
      return url.href;
    },
    stopRedis: () => redis.stop('SIGKILL'),
    async stop() {
      await Promise.all(sidecars.map((child) => child.stop('SIGKILL')));
      await redis.stop('SIGKILL');
      for (const name of databases) await administer(env.GYM_TEST_POSTGRES_URL, `drop database ${name} with (force)`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The flags of `dev.sh`, on free ports. */
function sidecarArguments(
  appId: string,
  appPort: number,
  ports: { http: number; grpc: number; internal: number; metrics: number },
  sentry: string,
  files: SidecarFiles,
): string[] {
  const flags: Record<string, string | number> = {
    mode: 'standalone',
    'app-id': appId,
    'app-port': appPort,
    'app-protocol': 'http',
    'app-channel-address': '127.0.0.1',
    'dapr-listen-addresses': '127.0.0.1',
    'dapr-http-port': ports.http,
    'dapr-grpc-port': ports.grpc,
    'dapr-internal-grpc-listen-address': '127.0.0.1',
    'dapr-internal-grpc-port': ports.internal,
    'metrics-listen-address': '127.0.0.1',
    'metrics-port': ports.metrics,
    'sentry-address': sentry,
    'control-plane-trust-domain': 'localhost',
    'control-plane-namespace': 'default',
    'app-health-check-path': '/healthz',
    'app-health-probe-interval': 1,
    'app-health-probe-timeout': 1000,
    'app-health-threshold': 3,
    'max-body-size': '4Mi',
    'read-buffer-size': '64Ki',
    'log-level': 'info',
  };
  const resources = files.resources.flatMap((path) => ['--resources-path', path]);
  const configs = [files.config, 'dapr/config/name-resolution.yaml'];
  return [
    ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ...resources,
    ...configs.flatMap((path) => ['--config', path]),
    '--enable-mtls',
    '--enable-app-health-check',
  ];
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export { eventually };
