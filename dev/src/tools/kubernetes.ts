import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from '../paths.js';
import { buildGo, goModule } from './build-go.js';

type Say = (line: string) => void;

const modules = join(CHECKOUT, 'tests/kubernetes/programs');

/** The version of modules/kubernetes/go.mod, which the programs have to be told. */
const VERSION = { major: 1, minor: 36, patch: 3 };

/** The last one of the oldest minor version that docs/deployment.md allows. */
const OLDEST = '1.30.14';

/** Folders with kube-apiserver, kube-controller-manager and kubectl; etcd; what renders charts; kubeconform. */
export interface KubernetesPrograms {
  readonly kubernetes: string;
  readonly etcd: string;
  readonly chart: string;
  readonly kubeconform: string;
}

/** A control plane of Kubernetes, what renders charts for it, and what compares manifests with schemas. */
export async function ensureKubernetes(say: Say): Promise<KubernetesPrograms> {
  const { major, minor, patch } = VERSION;
  const values = {
    'k8s.io/component-base/version.gitVersion': `v${major}.${minor}.${patch}`,
    'k8s.io/component-base/version.gitMajor': major,
    'k8s.io/component-base/version.gitMinor': minor,
    'k8s.io/component-base/version.gitTreeState': 'clean',
    'k8s.io/client-go/pkg/version.gitVersion': `v${major}.${minor}.${patch}`,
  };
  const kubernetes = await buildGo(
    {
      name: 'kubernetes',
      module: join(modules, 'kubernetes'),
      packages: Object.fromEntries(
        ['kube-apiserver', 'kube-controller-manager', 'kubectl'].map((name) => [name, `k8s.io/kubernetes/cmd/${name}`]),
      ),
      ldflags: Object.entries(values)
        .map(([name, value]) => `-X ${name}=${value}`)
        .join(' '),
      takes: 'five to ten minutes',
    },
    say,
  );
  const etcd = await buildGo(
    {
      name: 'etcd',
      module: join(modules, 'etcd'),
      packages: { etcd: 'go.etcd.io/etcd/server/v3' },
      takes: 'half a minute',
    },
    say,
  );
  const chart = await buildGo(
    { name: 'chart', module: join(modules, 'chart'), packages: { chart: '.' }, takes: 'two minutes' },
    say,
  );
  const kubeconform = await buildGo(
    {
      name: 'kubeconform',
      module: join(modules, 'kubeconform'),
      packages: { kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform' },
      takes: 'some seconds',
    },
    say,
  );
  return { kubernetes, etcd, chart, kubeconform };
}

/** Files in which Kubernetes describes its kinds, by version: of the control plane and of the oldest that is allowed. */
export async function kubernetesKinds(): Promise<Record<string, string>> {
  const { major, minor, patch } = VERSION;
  const versions = [OLDEST, `${major}.${minor}.${patch}`];
  const files = versions.map(async (version) => {
    const { folder } = await goModule(tmpdir(), `k8s.io/kubernetes@v${version}`);
    return [version, join(folder, 'api/openapi-spec/swagger.json')] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}
