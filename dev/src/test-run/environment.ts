import { infrastructurePorts, replicaPorts } from '../ports.js';
import type { Stack } from '../stack.js';

const GATEWAY = 'api-gateway';

/** How tests find the running stack. */
export function stackEnvironment({ paths, launch, manifest }: Stack): Record<string, string> {
  const gateway = manifest.services.find(({ appId }) => appId === GATEWAY);
  const gateways = Array.from({ length: launch.replicas[GATEWAY] ?? 1 }, (_, replica) =>
    gateway === undefined ? [] : `http://127.0.0.1:${replicaPorts(gateway.ports, replica, launch.offset).app}`,
  );
  return {
    GYM_TEST_HOME: paths.home,
    GYM_TEST_OFFSET: String(launch.offset),
    GYM_TEST_GATEWAYS: gateways.flat().join(','),
  };
}

/** The same, and what tests need to build a small world of their own around one service. */
export function integrationEnvironment(stack: Stack): Record<string, string> {
  const { launch, connections } = stack;
  const { daprd, redis } = launch.tools;
  return {
    ...stackEnvironment(stack),
    GYM_TEST_POSTGRES_URL: connections.postgres.adminUrl,
    GYM_TEST_SENTRY: `127.0.0.1:${infrastructurePorts(launch.offset).sentry}`,
    GYM_TEST_DAPRD: daprd,
    // Every test file runs a server of its own, which takes a program and not a container or a foreign server.
    ...(redis.kind === 'binary' && { GYM_TEST_REDIS_SERVER: redis.path }),
  };
}
