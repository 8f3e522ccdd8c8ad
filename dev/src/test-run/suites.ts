import { join } from 'node:path';
import { readManifest } from '../manifest.js';
import { CHECKOUT } from '../paths.js';
import { ensureBackupTools } from '../tools/backup-tools.js';
import { ensureChromium } from '../tools/chromium.js';
import { runCompose } from './compose/run-compose.js';
import { runFaults } from './faults.js';
import { runBinary } from './run-binary.js';
import { runJest } from './jest.js';
import { runKubernetes } from './kubernetes.js';
import { runMutations } from './mutations.js';
import { recordRelease } from './record.js';
import { integrationEnvironment, stackEnvironment } from './environment.js';
import { ONE_FAILED, ONE_PASSED, sum, type Counts, type Suite } from './suite.js';
import { withStack } from './with-stack.js';

const twoOfEach = { 'auth-service': 2, 'user-service': 2, 'tournament-service': 2, 'notification-service': 2 };

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
    name: 'engine',
    onlyByName: true, // a part of unit
    description: 'the tournament engine alone',
    run: (context) => runJest('unit', context, { args: ['packages/tournament-engine/test'] }),
  },
  {
    name: 'manifests',
    description:
      'what is declared in components/, dapr/, k8s/ and docker-compose.yml agrees with the code and with itself',
    run: (context) => runJest('manifests', context),
  },
  {
    name: 'integration',
    description: 'one service in the test process, with real PostgreSQL, Redis and sidecar',
    async run(context) {
      await context.build();
      await ensureBackupTools((line) => console.log(`  ${line}`));
      return withStack('integration', context, { offset: 1000, only: 'infrastructure' }, (stack) =>
        runJest('integration', context, { env: integrationEnvironment(stack) }),
      );
    },
  },
  stackSuite('contract', 'every endpoint through the gateway of a running stack', 2000, {}),
  {
    name: 'accounts',
    onlyByName: true,
    description: 'all that there is about accounts and permissions',
    async run(context) {
      await context.build();
      const unit = await runJest('unit', context, { args: accountsCode });
      const running = await withStack('accounts', context, { offset: 7000 }, async (stack) => {
        const env = integrationEnvironment(stack);
        return sum([
          await runJest('integration', context, { args: accountsCode, env }),
          await runJest('contract', context, { args: ['--runInBand', 'tests/contract/(auth|users)'], env }),
          await runJest('security', context, { env }),
        ]);
      });
      return sum([unit, running]);
    },
  },
  {
    name: 'tournaments',
    onlyByName: true,
    description: 'all that there is about tournaments, and a whole day of every format with a power cut',
    async run(context) {
      await context.build();
      const unit = await runJest('unit', context, { args: tournamentsCode });
      const stack = { offset: 12_000, replicas: { 'tournament-service': 2 } };
      const running = await withStack('tournaments', context, stack, async (started) => {
        const env = integrationEnvironment(started);
        return sum([
          await runJest('integration', context, { args: tournamentsCode, env }),
          await runJest('contract', context, { args: ['--runInBand', 'tests/contract/tournament'], env }),
          await runJest('e2e', context, { args: ['--runInBand', 'tests/e2e/tournament-day'], env }),
        ]);
      });
      return sum([unit, running]);
    },
  },
  stackSuite('security', 'every endpoint against every kind of caller, as the table of permissions has it', 6000, {}),
  stackSuite(
    'e2e',
    'whole stories with two replicas of every service, some of them in a browser',
    3000,
    twoOfEach,
    async () => ({ GYM_TEST_CHROMIUM: await ensureChromium(console.log) }),
  ),
  {
    name: 'faults',
    description: 'everything that can break is broken under load, and nothing that was acknowledged may be lost',
    async run(context) {
      await context.build();
      return withStack('faults', context, { offset: 4000, replicas: twoOfEach }, (stack) => runFaults(stack, context));
    },
  },
  {
    name: 'replicas',
    onlyByName: true,
    description: 'three replicas of every service and of the gateway: the contract holds, and what is due happens once',
    async run(context) {
      await context.build();
      return withStack('replicas', context, { offset: 13_000, replicas: threeOfEach() }, async (stack) => {
        const run = (project: string, ...files: string[]): Promise<Counts> =>
          runJest(project, context, { args: ['--runInBand', ...files], env: stackEnvironment(stack) });
        return sum([await run('replicas'), await run('contract'), await run('e2e', 'tests/e2e/revocation')]);
      });
    },
  },
  {
    name: 'components',
    onlyByName: true,
    description:
      'the contract and a few faults with RabbitMQ and PostgreSQL in the place of Redis, no line of code changed',
    async run(context) {
      await context.build();
      const components = join(CHECKOUT, 'components/alternatives');
      return withStack('components', context, { offset: 14_000, replicas: twoOfEach, components }, async (stack) =>
        sum([
          // First: the checker expects to find nothing that others have done, such as imports, which are told to nobody.
          await runFaults(stack, { ...context, faults: { minutes: '1', only: ofComponents, ...context.faults } }),
          await runJest('contract', context, { args: ['--runInBand'], env: stackEnvironment(stack) }),
        ]),
      );
    },
  },
  {
    ...stackSuite(
      'restore',
      'a backup is made under load, everything is lost, and the backup brings it back',
      8000,
      {},
    ),
    onlyByName: true,
  },
  {
    name: 'observability',
    onlyByName: true,
    description: 'a request is followed through the system, and Prometheus scrapes it and asks what alerts ask',
    async run(context) {
      await context.build();
      return withStack('observability', context, { offset: 10_000, traced: 1 }, (stack) =>
        runJest('observability', context, { args: ['--runInBand'], env: stackEnvironment(stack) }),
      );
    },
  },
  {
    name: 'record',
    onlyByName: true,
    description:
      'writes down what this version asks its databases: the next one is tested against it (docs/releases.md)',
    async run(context) {
      await context.build();
      return withStack('record', context, { offset: 9000 }, (stack) => recordRelease(stack, context));
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
  {
    name: 'kubernetes',
    onlyByName: true, // the programs take ten minutes to build, and have to make namespaces
    description: 'every overlay is applied to a real Kubernetes API with the injector of Dapr, and its Pods looked at',
    run: runKubernetes,
  },
  {
    name: 'mutations',
    onlyByName: true,
    description: 'what keeps events from being lost is taken away, and the tests have to notice',
    async run(context) {
      await context.build();
      return withStack('mutations', context, { offset: 5000, only: 'infrastructure' }, (stack) =>
        runMutations(stack, context),
      );
    },
  },
  {
    name: 'engine-mutations',
    onlyByName: true,
    description: 'the engine is changed in every place, and its tests have to notice at least 85 % of that',
    async run({ jestArguments }) {
      const folder = join(CHECKOUT, 'packages/tournament-engine');
      // A twentieth of the cases of each property notices nearly as much in a fraction of the time.
      const ok = await runBinary('stryker', ['run', ...jestArguments], { PROPERTY_SHARE: '0.05' }, folder);
      return ok ? ONE_PASSED : ONE_FAILED;
    },
  },
];

function threeOfEach(): Record<string, number> {
  return Object.fromEntries(readManifest().services.map(({ appId }) => [appId, 3]));
}

/** Kinds of faults that another broker or state store could bear worse. */
const ofComponents = 'kill the broker,kill and empty the broker,backlog,kill PostgreSQL,kill a service,kill a sidecar';

/** Paths of the tests of tournaments. */
const tournamentsCode = ['services/tournament-service', 'packages/tournament-engine/test'];

/** Paths of the tests of accounts; what crosses services is beside them. */
const accountsCode = [
  'services/(auth|user)-service',
  'packages/contracts',
  'packages/service-kit/test/(auth|remote-keys|revocation)',
  'scripts/test/(import|person)',
];

/**
 * A suite against a whole running stack of its own; its files run one after the other.
 * @param more finds what the tests need beside the stack
 */
function stackSuite(
  name: string,
  description: string,
  offset: number,
  replicas: Record<string, number>,
  more: () => Promise<Record<string, string>> = () => Promise.resolve({}),
): Suite {
  return {
    name,
    description,
    async run(context): Promise<Counts> {
      await context.build();
      const env = await more();
      return withStack(name, context, { offset, replicas }, (stack) =>
        runJest(name, context, { args: ['--runInBand'], env: { ...stackEnvironment(stack), ...env } }),
      );
    },
  };
}
