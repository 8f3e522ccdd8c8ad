import { infrastructurePorts } from './ports.js';
import { databasesOf, type Manifest } from './manifest.js';
import type { Launch } from './launch.js';
import { developmentSecret, type Secrets } from './secrets.js';
import type { DatabaseOwner } from './infrastructure/databases.js';
import { SUPERUSER } from './infrastructure/postgres.js';
import { RABBITMQ_USER } from './infrastructure/rabbitmq.js';

/** How the parts of a stack reach Redis and PostgreSQL. */
export interface Connections {
  readonly redis: { readonly host: string; readonly port: number; readonly password: string };
  readonly postgres: { readonly host: string; readonly port: number; readonly adminUrl: string };
  /** Address with the password, for stacks whose components name it. */
  readonly rabbitmq: { readonly url: string; readonly password: string } | undefined;
  readonly owners: readonly (DatabaseOwner & { readonly secret: string; readonly url: string })[];
}

const DEFAULT_PORTS = { redis: 6379, postgres: 5432 };

export function connectionsOf(launch: Launch, manifest: Manifest, secrets: Secrets): Connections {
  const ports = infrastructurePorts(launch.offset);
  const { redis, postgres } = launch.tools;
  const redisUrl = redis.kind === 'external' ? new URL(redis.url) : undefined;
  const password = encodeURIComponent(developmentSecret(secrets, 'postgres-password'));
  const adminUrl =
    postgres.kind === 'external'
      ? postgres.url
      : `postgres://${SUPERUSER}:${password}@127.0.0.1:${ports.postgres}/postgres`;
  const server = new URL(adminUrl);
  // Several stacks may share a server that is not ours.
  const suffix = postgres.kind === 'external' && launch.offset > 0 ? `_${launch.offset}` : '';
  return {
    redis: {
      host: redisUrl?.hostname ?? '127.0.0.1',
      port: redisUrl === undefined ? ports.redis : Number(redisUrl.port || DEFAULT_PORTS.redis),
      password: redisUrl === undefined ? secrets.redis.password : decodeURIComponent(redisUrl.password),
    },
    postgres: { host: server.hostname, port: Number(server.port || DEFAULT_PORTS.postgres), adminUrl },
    rabbitmq: manifest.componentSecrets.includes('rabbitmq') ? rabbitmqOf(ports.rabbitmq, secrets) : undefined,
    owners: databasesOf(manifest).map(({ secret, database, role }) => {
      const password = developmentSecret(secrets, `${secret}-password`);
      const url = new URL(adminUrl);
      url.username = role + suffix;
      url.password = password;
      url.pathname = `/${database}${suffix}`;
      return { secret, database: database + suffix, role: role + suffix, password, url: url.href };
    }),
  };
}

function rabbitmqOf(port: number, secrets: Secrets): Connections['rabbitmq'] {
  const password = developmentSecret(secrets, 'rabbitmq-password');
  return { url: `amqp://${RABBITMQ_USER}:${password}@127.0.0.1:${port}`, password };
}

/** Puts what the services connect to into the secrets, for the ports of this start. */
export function addConnectionSecrets(secrets: Secrets, connections: Connections): Secrets {
  const urls = connections.owners.map(({ secret, url }) => [secret, { url }] as const);
  const { redis, rabbitmq } = connections;
  return {
    ...secrets,
    ...Object.fromEntries(urls),
    redis: { password: redis.password },
    ...(rabbitmq && { rabbitmq: { url: rabbitmq.url } }),
  };
}
