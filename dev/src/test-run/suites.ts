import { infrastructurePorts } from '../ports.js';
import type { Stack } from '../stack.js';
import { runCompose } from './compose/run-compose.js';
import { runFaults } from './faults.js';
import { runBinary } from './run-binary.js';
import { runJest } from './jest.js';
import { ONE_FAILED, ONE_PASSED, sum, type Counts, type Suite } from './suite.js';
import { withStack } from './with-stack.js';

/** All suites, in the order in which they run: the cheapest finds its fault first. */
export const suites: readonly Suite[] = [
  {
    name: 'lint',
    description: 'oxlint with type information, prettier',
    async run(context) {
      await context.build(); // rules with type information read the declarations of other packages
      const rules = await runBinary('oxlint', ['--type-aware', '--deny-warnings']);
      const format = await runBinary('prettier', ['--check', '--log-level', 'warn', '.']);
      return sum([rules, format].map((ok) => (ok ? ONE_PASSED : ONE_FAILED)));
    },
  },
  {
    name: 'types',
    description: 'tsc over all packages and tests',
    run: async (context) => ((await context.build()) ? ONE_PASSED : ONE_FAILED),
  },
  {
    name: 'unit',
    description: 'pure code, no process beside it',
    run: (context) => runJest('unit', context),
  },
  {
    name: 'manifests',
    description: 'what is declared in components/ and dapr/ agrees with the code',
    run: (context) => runJest('manifests', context),
  },
  {
    name: 'integration',
    description: 'one service in the test process, with real PostgreSQL, Redis and sidecar',
    async run(context) {
      await context.build();
      return withStack('integration', context, { offset: 1000, only: 'infrastructure' }, (stack) =>
        runJest('integration', context, { env: { ...stackEnvironment(stack), ...integrationEnvironment(stack) } }),
      );
    },
  },
  stackSuite('contract', 'every endpoint through the gateway of a running stack', 2000, {}),
  stackSuite('e2e', 'the story of a tournament, with two replicas of two services', 3000, {
    'tournament-service': 2,
    'notification-service': 2,
  }),
  {
    name: 'faults',
    description: 'everything that can break is broken under load, and nothing that was acknowledged may be lost',
    async run(context) {
      await context.build();
      const replicas = { 'auth-service': 2, 'user-service': 2, 'tournament-service': 2, 'notification-service': 2 };
      return withStack('faults', context, { offset: 4000, replicas }, (stack) => runFaults(stack, context));
    },
  },
  {
    name: 'compose',
    onlyByName: true,
    description: 'the images are built and the whole system runs in containers, also after crashes',
    async run(context) {
      await context.build();
      return runCompose(context);
    },
  },
];

/** A suite against a whole running stack of its own; its files run one after the other. */
function stackSuite(name: string, description: string, offset: number, replicas: Record<string, number>): Suite {
  return {
    name,
    description,
    async run(context): Promise<Counts> {
      await context.build();
      return withStack(name, context, { offset, replicas }, (stack) =>
        runJest(name, context, { args: ['--runInBand'], env: stackEnvironment(stack) }),
      );
    },
  };
}

function stackEnvironment({ paths, launch }: Stack): Record<string, string> {
  return { GYM_TEST_HOME: paths.home, GYM_TEST_OFFSET: String(launch.offset) };
}

/** What tests need to build a small world of their own around one service. */
function integrationEnvironment({ launch, connections }: Stack): Record<string, string> {
  const { daprd, redis } = launch.tools;
  return {
    GYM_TEST_POSTGRES_URL: connections.postgres.adminUrl,
    GYM_TEST_SENTRY: `127.0.0.1:${infrastructurePorts(launch.offset).sentry}`,
    GYM_TEST_DAPRD: daprd,
    // Every test file runs a server of its own, which takes a program and not a container or a foreign server.
    ...(redis.kind === 'binary' && { GYM_TEST_REDIS_SERVER: redis.path }),
  };
}
