import { createServer } from 'node:net';
import { DevError } from './errors.js';
import type { Service, ServicePorts } from './manifest.js';

/** Ports of what every service needs; `--offset` is added to each. */
const INFRASTRUCTURE_PORTS = {
  redis: 6390,
  postgres: 5440,
  sentry: 3900,
  sentryHealth: 3901,
  sentryMetrics: 3902,
  traces: 3903,
  rabbitmq: 5690,
  rabbitmqNode: 5691,
  rabbitmqNames: 5692,
};

export type InfrastructurePorts = Readonly<typeof INFRASTRUCTURE_PORTS>;

/** Distance between the ports of two replicas of one service. */
const REPLICA_STEP = 10;
/** The tenth replica would reach the next block of ports in the manifest. */
export const MAX_REPLICAS = 9;
export const MAX_OFFSET = 50_000;

export function infrastructurePorts(offset: number): InfrastructurePorts {
  const base = INFRASTRUCTURE_PORTS;
  return {
    redis: base.redis + offset,
    postgres: base.postgres + offset,
    sentry: base.sentry + offset,
    sentryHealth: base.sentryHealth + offset,
    sentryMetrics: base.sentryMetrics + offset,
    traces: base.traces + offset,
    rabbitmq: base.rabbitmq + offset,
    rabbitmqNode: base.rabbitmqNode + offset,
    rabbitmqNames: base.rabbitmqNames + offset,
  };
}

export function replicaPorts(base: ServicePorts, replica: number, offset: number): ServicePorts {
  const shift = offset + replica * REPLICA_STEP;
  return {
    app: base.app + shift,
    daprHttp: base.daprHttp + shift,
    daprGrpc: base.daprGrpc + shift,
    daprInternalGrpc: base.daprInternalGrpc + shift,
    metrics: base.metrics + shift,
    ...(base.appMetrics === undefined ? {} : { appMetrics: base.appMetrics + shift }),
  };
}

/**
 * Moves the loopback addresses in a plain setting with the stack: `localhost:8004` means "the app port of that
 * service", so it becomes the port it has at this offset, and for the service itself that of this replica.
 */
export function shiftLoopbackPorts(
  value: string,
  services: readonly Service[],
  own: { readonly appId: string; readonly appPort: number },
  offset: number,
): string {
  return value.replace(/\b(localhost|127\.0\.0\.1):(\d+)\b/g, (whole, host: string, digits: string) => {
    const target = services.find((service) => service.ports.app === Number(digits));
    if (target === undefined) return whole;
    return `${host}:${target.appId === own.appId ? own.appPort : target.ports.app + offset}`;
  });
}

/** Reads `tournament-service=2,notification-service=2` (one or many of them) and checks it against the services. */
export function parseReplicas(values: readonly string[], services: readonly Service[]): Record<string, number> {
  const replicas: Record<string, number> = {};
  for (const part of values.flatMap((value) => value.split(',')).filter((value) => value !== '')) {
    const [appId = '', digits = '', ...rest] = part.split('=');
    if (rest.length > 0 || !/^\d$/.test(digits)) {
      throw new DevError('bad-replicas', `--replicas ${part}: write <service>=<0 to ${MAX_REPLICAS}>`);
    }
    if (!services.some((service) => service.appId === appId)) {
      const known = services.map((service) => service.appId).join(', ');
      throw new DevError('bad-replicas', `--replicas ${part}: there is no service ${appId} (known: ${known})`);
    }
    replicas[appId] = Number(digits);
  }
  return replicas;
}

export function parseOffset(value: string): number {
  const offset = Number(value);
  if (!/^\d+$/.test(value) || offset > MAX_OFFSET) {
    throw new DevError('bad-offset', `offset ${value}: write a whole number from 0 to ${MAX_OFFSET}`);
  }
  return offset;
}

/** True when nobody listens on the port on this machine's loopback address. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
