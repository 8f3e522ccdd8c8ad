import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DevError } from '../errors.js';
import { CHECKOUT } from '../paths.js';
import { findOnPath } from '../tools/find-on-path.js';
import { installPackage } from '../tools/install-package.js';
import { daprSources, ensureInjector } from '../tools/injector.js';
import { ensureKubernetes, kubernetesKinds } from '../tools/kubernetes.js';
import { ensureSidecar } from '../tools/sidecar.js';
import { runJest } from './jest.js';
import type { Counts, SuiteContext } from './suite.js';

const lab = join(CHECKOUT, 'tests/kubernetes/lab/lab.sh');
/** What the lab needs beside the programs that are built: of util-linux, and two packages. */
const helpers = [
  { program: 'unshare', apt: 'util-linux' },
  { program: 'setpriv', apt: 'util-linux' },
  { program: 'ip', apt: 'iproute2' },
  { program: 'openssl', apt: 'openssl' },
];

/** Runs the tests inside of namespaces in which there are the control planes of Kubernetes and Dapr, and nothing else. */
export async function runKubernetes(context: SuiteContext): Promise<Counts> {
  if (process.platform !== 'linux') throw new DevError('no-lab', 'This suite makes namespaces, which only Linux has.');
  const say = (line: string): void => console.log(`  ${line}`);
  for (const { program, apt } of helpers) {
    if (findOnPath(program) === undefined && !(await installPackage({ apt, brew: apt }, say))) {
      throw new DevError('no-lab', `This suite needs ${program} (package ${apt}).`);
    }
  }
  const programs = await ensureKubernetes(say);
  const injector = await ensureInjector(say);
  const { sentry } = await ensureSidecar(say);
  const { chart, version } = await daprSources();
  const logs = join(context.testHome, 'kubernetes');
  mkdirSync(logs, { recursive: true });
  return runJest('kubernetes', context, {
    through: [lab],
    args: ['--runInBand'],
    env: {
      KUBERNETES: programs.kubernetes,
      ETCD: programs.etcd,
      CHART: programs.chart,
      KUBECONFORM: programs.kubeconform,
      OPENAPI: JSON.stringify(await kubernetesKinds()),
      DAPR: injector,
      SENTRY: sentry,
      DAPR_CHART: chart,
      DAPR_VERSION: version,
      DAPR_VALUES: valuesOfGuide(readFileSync(join(CHECKOUT, 'docs/deployment.md'), 'utf8')),
      LOGS: logs,
    },
  });
}

/** The settings of Dapr's chart that docs/deployment.md says. */
function valuesOfGuide(guide: string): string {
  const [command = ''] = /^dapr init --kubernetes (?:.*\\\n)*.*$/m.exec(guide) ?? [];
  const values = command.match(/--set \S+/g) ?? [];
  if (values.length === 0) throw new DevError('no-values', 'docs/deployment.md says no settings of Dapr');
  return values.join(' ');
}
