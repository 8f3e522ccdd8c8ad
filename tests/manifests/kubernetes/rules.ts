import { daprAnnotations, required } from './annotations.js';
import { ofKind, selects, workloadsOf, type AnyObject, type Container, type Workload } from './objects.js';

/** What is applied, and the Secrets that are there already: their keys by name. */
export interface Cluster {
  readonly objects: readonly AnyObject[];
  readonly secrets: ReadonlyMap<string, ReadonlySet<string>>;
}

/** One line per fault. */
type Rule = (cluster: Cluster) => string[];

const nameOf = ({ kind, metadata }: { kind: string; metadata: { name: string } }) => `${kind}/${metadata.name}`;

/** A rule about each container. */
function eachContainer(fault: (container: Container, workload: Workload) => string | false): Rule {
  return ({ objects }) =>
    workloadsOf(objects).flatMap((workload) =>
      workload.spec.template.spec.containers.flatMap((container) => {
        const found = fault(container, workload);
        return found === false ? [] : [`${nameOf(workload)}: ${found}`];
      }),
    );
}

/** A rule about each Pod. */
function eachPod(faults: (workload: Workload, cluster: Cluster) => string[]): Rule {
  return (cluster) =>
    workloadsOf(cluster.objects).flatMap((workload) =>
      faults(workload, cluster).map((fault) => `${nameOf(workload)}: ${fault}`),
    );
}

const when = (fault: boolean, text: string): string[] => (fault ? [text] : []);
const isService = ({ kind }: Workload) => kind === 'Deployment';
const probesOf = ({ startupProbe, livenessProbe, readinessProbe }: Container) => [
  startupProbe,
  livenessProbe,
  readinessProbe,
];
const podsOf = (objects: readonly AnyObject[]) => workloadsOf(objects).map(({ spec }) => spec.template.metadata.labels);
/** Seconds in which a service finishes its requests, and its sidecar stops after it. */
const drainSeconds = 10 + 3 + 3;

/** The default rules of kube-linter that concern us, and what else goes wrong without a word of the API server. */
export const rules: Readonly<Record<string, Rule>> = {
  'image has a fixed version': eachContainer(
    ({ image }) => !/:(?!latest$)[\w.-]+(@sha256:[0-9a-f]{64})?$/.test(image) && `image ${image}`,
  ),
  'root file system is read-only': eachContainer(
    ({ securityContext }) => securityContext.readOnlyRootFilesystem !== true && 'may write to the root file system',
  ),
  'no privileges': eachContainer(
    ({ securityContext: { privileged, allowPrivilegeEscalation } }) =>
      (privileged !== false || allowPrivilegeEscalation !== false) && 'may gain privileges',
  ),
  'no capabilities': eachContainer(
    ({ securityContext: { capabilities } }) =>
      (!capabilities.drop.includes('ALL') || capabilities.add.length > 0) && 'has capabilities',
  ),
  'processor and memory are requested, memory is limited': eachContainer(
    ({ resources: { requests, limits } }) =>
      (requests.cpu === undefined || requests.memory === undefined || limits.memory === undefined) && 'lacks resources',
  ),
  'all three probes': eachContainer(
    (container) =>
      probesOf(container).some((probe) => (probe?.httpGet ?? probe?.exec) === undefined) && 'lacks a probe',
  ),
  'probes ask a port that is there': eachContainer((container) => {
    const known = container.ports.flatMap(({ name, containerPort }) => [name, containerPort]);
    const missing = probesOf(container).find(
      (probe) => probe?.httpGet !== undefined && !known.includes(probe.httpGet.port),
    );
    return missing !== undefined && `a probe asks port ${missing.httpGet?.port}`;
  }),
  'no secret as plain text': eachContainer(({ env }) => {
    const secret = env.find(({ name, value }) => value !== undefined && /password$|secret|token|_key$/i.test(name));
    return secret !== undefined && `${secret.name} is written in the manifest`;
  }),
  'mounts name a volume': eachContainer(({ volumeMounts }, { spec }) => {
    const there = [
      ...spec.template.spec.volumes.map(({ name }) => name),
      ...spec.volumeClaimTemplates.map((claim) => claim.metadata.name),
    ];
    const missing = volumeMounts.find(({ name }) => !there.includes(name));
    return missing !== undefined && `no volume ${missing.name}`;
  }),
  'settings exist': (cluster) => {
    const known = [...ofKind(cluster.objects, 'ConfigMap').map(({ metadata }) => metadata.name), 'kube-root-ca.crt'];
    return eachPod(({ spec }) => {
      const { containers, volumes } = spec.template.spec;
      const used = [
        ...containers.flatMap(({ envFrom }) => envFrom.map(({ configMapRef }) => configMapRef.name)),
        ...volumes.flatMap(({ configMap }) => (configMap === undefined ? [] : [configMap.name])),
      ];
      return used.filter((name) => !known.includes(name)).map((name) => `no ConfigMap ${name}`);
    })(cluster);
  },
  'not root': eachPod(({ spec }) => {
    const { runAsNonRoot, runAsUser } = spec.template.spec.securityContext;
    return when(runAsNonRoot !== true || runAsUser === undefined || runAsUser === 0, 'may run as root');
  }),
  'system calls are filtered': eachPod(({ spec }) =>
    when(spec.template.spec.securityContext.seccompProfile?.type !== 'RuntimeDefault', 'has no seccomp profile'),
  ),
  'nothing of the node': eachPod(({ spec: { template } }) => {
    const { hostIPC, hostNetwork, hostPID, volumes } = template.spec;
    const host =
      [hostIPC, hostNetwork, hostPID].includes(true) || volumes.some(({ hostPath }) => hostPath !== undefined);
    return when(host, 'uses what belongs to the node');
  }),
  'no token for the Kubernetes API': (cluster) => [
    ...eachPod(({ spec }) => when(spec.template.spec.automountServiceAccountToken !== false, 'gets a token'))(cluster),
    ...ofKind(cluster.objects, 'ServiceAccount')
      .filter(({ automountServiceAccountToken }) => automountServiceAccountToken !== false)
      .map(({ metadata }) => `ServiceAccount/${metadata.name}: gives a token`),
  ],
  'an account of its own': (cluster) => {
    const accounts = ofKind(cluster.objects, 'ServiceAccount').map(({ metadata }) => metadata.name);
    return eachPod(({ metadata, spec: { template } }) => {
      const name = template.spec.serviceAccountName;
      return when(name !== metadata.name || !accounts.includes(name), `account ${name}`);
    })(cluster);
  },
  'selectors find their Pods': eachPod(({ spec }) =>
    when(!selects(spec.selector, spec.template.metadata.labels), 'does not select its own Pods'),
  ),
  'replicas are spread over nodes': eachPod((workload) => {
    const { metadata, spec } = workload.spec.template;
    const spread = spec.topologySpreadConstraints.some(
      ({ topologyKey, labelSelector }) =>
        topologyKey === 'kubernetes.io/hostname' && selects(labelSelector, metadata.labels),
    );
    return when(isService(workload) && !spread, 'may have all its replicas on one node');
  }),
  'time to finish requests': eachPod((workload) => {
    const { containers, terminationGracePeriodSeconds } = workload.spec.template.spec;
    const [pause = 0] = containers.map(({ lifecycle }) => lifecycle?.preStop.sleep.seconds ?? 0);
    const short = pause < 3 || terminationGracePeriodSeconds < pause + drainSeconds;
    return when(isService(workload) && short, 'loses requests when it stops');
  }),
  'annotations that Dapr knows': eachPod((workload) => {
    const { annotations } = workload.spec.template.metadata;
    const faults = Object.entries(annotations).flatMap(([name, value]) => {
      const pattern = daprAnnotations[name];
      if (pattern === undefined) return [`unknown annotation ${name}`];
      return when(!pattern.test(value), `${name} cannot be ${JSON.stringify(value)}`);
    });
    const missing = required.filter((name) => isService(workload) && annotations[name] === undefined);
    return [...faults, ...missing.map((name) => `lacks ${name}`)];
  }),
  'what the sidecar mounts is a volume': eachPod(({ spec: { template } }) => {
    const names = template.spec.volumes.map(({ name }) => name);
    const mounted = ['dapr.io/volume-mounts', 'dapr.io/volume-mounts-rw'].flatMap(
      (key) => template.metadata.annotations[key]?.split(',').map((mount) => mount.replace(/:.*/, '')) ?? [],
    );
    return mounted.filter((name) => !names.includes(name)).map((name) => `no volume ${name} for the sidecar`);
  }),
  'Configuration exists': (cluster) => {
    const known = ofKind(cluster.objects, 'Configuration').map(({ metadata }) => metadata.name);
    return eachPod(({ spec }) => {
      const name = spec.template.metadata.annotations['dapr.io/config'];
      return when(name !== undefined && !known.includes(name), `no Configuration ${name}`);
    })(cluster);
  },
  'secrets exist': ({ objects, secrets }) => {
    const used = workloadsOf(objects).flatMap(({ spec: { template } }) => [
      ...template.spec.containers.flatMap(({ env }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? [])),
      ...template.spec.volumes.flatMap(({ secret }) => (secret === undefined ? [] : [{ name: secret.secretName }])),
      ...['dapr.io/api-token-secret', 'dapr.io/app-token-secret'].flatMap((annotation) => {
        const name = template.metadata.annotations[annotation];
        return name === undefined ? [] : [{ name, key: 'token' }];
      }),
    ]);
    const components = ofKind(objects, 'Component').flatMap(({ spec }) =>
      spec.metadata.flatMap((item) => item.secretKeyRef ?? []),
    );
    const allowed = ofKind(objects, 'Configuration')
      .flatMap(({ spec }) => spec.secrets?.scopes ?? [])
      .flatMap(({ allowedSecrets }) => allowedSecrets.map((name) => ({ name })));
    const wanted: { name: string; key?: string }[] = [...used, ...components, ...allowed];
    return wanted
      .filter(({ name, key }) => !secrets.has(name) || (key !== undefined && !secrets.get(name)?.has(key)))
      .map(({ name, key }) => `no Secret ${name}${key === undefined ? '' : ` with ${key}`}`);
  },
  'sidecars may read the secrets of their service, and no other': ({ objects }) =>
    ofKind(objects, 'Configuration').flatMap(({ metadata: { name }, spec }) => {
      const own = spec.secrets?.scopes.flatMap(({ allowedSecrets }) => allowedSecrets) ?? [];
      const components = ofKind(objects, 'Component').filter(({ scopes }) => scopes.includes(name));
      const keys = components.flatMap((component) =>
        component.spec.metadata.flatMap(({ secretKeyRef }) => secretKeyRef?.name ?? []),
      );
      const roles = ofKind(objects, 'Role').filter(({ metadata }) => metadata.name === name);
      const readable = roles.flatMap((role) => role.rules.flatMap(({ resourceNames }) => resourceNames));
      const needed = new Set([...own, ...keys]);
      return [
        ...[...needed].filter((secret) => !readable.includes(secret)).map((secret) => `${name} cannot read ${secret}`),
        // Mail goes to files where there is no mail server.
        ...readable
          .filter((secret) => !needed.has(secret) && secret !== 'smtp')
          .map((secret) => `${name} reads ${secret}`),
      ];
    }),
  'Services find Pods and ports': ({ objects }) =>
    ofKind(objects, 'Service').flatMap(({ metadata, spec }) => {
      const pods = workloadsOf(objects).filter((workload) =>
        selects({ matchLabels: spec.selector, matchExpressions: [] }, workload.spec.template.metadata.labels),
      );
      const ports = pods.flatMap((pod) => pod.spec.template.spec.containers.flatMap((container) => container.ports));
      const missing = spec.ports.filter(
        ({ targetPort }) => !ports.some((port) => [port.name, port.containerPort].includes(targetPort)),
      );
      return [
        ...when(pods.length !== 1, `Service/${metadata.name}: selects ${pods.length} workloads`),
        ...missing.map(({ targetPort }) => `Service/${metadata.name}: no port ${targetPort}`),
      ];
    }),
  'Ingress leads to Services, with TLS': ({ objects }) =>
    ofKind(objects, 'Ingress').flatMap(({ spec }) => {
      const services = ofKind(objects, 'Service');
      const hosts = spec.tls.flatMap((tls) => tls.hosts);
      return spec.rules.flatMap(({ host, http }) => [
        ...when(!hosts.includes(host), `${host} has no certificate`),
        ...http.paths.flatMap(({ path, backend: { service } }) => {
          const found = services.find(({ metadata }) => metadata.name === service.name);
          const there = found?.spec.ports.some(({ name }) => name === service.port.name) === true;
          return when(!there, `${path} leads to nothing`);
        }),
      ]);
    }),
  'autoscalers have a target': ({ objects }) =>
    ofKind(objects, 'HorizontalPodAutoscaler').flatMap(({ metadata, spec }) => {
      const { kind, name } = spec.scaleTargetRef;
      const target = objects.some((item) => item.kind === kind && item.metadata.name === name);
      return [
        ...when(!target, `${metadata.name} scales ${kind}/${name}, which is not there`),
        ...when(spec.minReplicas > spec.maxReplicas, `${metadata.name} wants more than it may have`),
      ];
    }),
  'Pods may be moved one at a time': ({ objects }) => {
    const budgets = ofKind(objects, 'PodDisruptionBudget');
    const services = workloadsOf(objects).filter(isService);
    return [
      ...budgets.flatMap(({ metadata, spec }) => [
        ...when(
          spec.maxUnavailable !== 1 || spec.minAvailable !== undefined,
          `${metadata.name} blocks a node or too much`,
        ),
        ...when(!podsOf(objects).some((labels) => selects(spec.selector, labels)), `${metadata.name} selects nothing`),
      ]),
      ...services
        .filter(({ spec }) => !budgets.some((budget) => selects(budget.spec.selector, spec.template.metadata.labels)))
        .map((workload) => `${nameOf(workload)} has no disruption budget`),
    ];
  },
  'one namespace': ({ objects }) => {
    const namespaces = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
    const others = objects.filter(({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== namespaces[0]);
    const callers = ofKind(objects, 'Configuration').flatMap(({ metadata, spec }) =>
      spec.accessControl.policies
        .filter(({ namespace }) => namespace !== namespaces[0])
        .map(({ appId }) => `${metadata.name} expects ${appId} in another namespace`),
    );
    return [
      ...when(namespaces.length !== 1, 'not one Namespace'),
      ...others.map((item) => `${nameOf(item)} is elsewhere`),
      ...callers,
    ];
  },
  'certificates name the domain that access rules expect': ({ objects }) => {
    const configurations = ofKind(objects, 'Configuration').map(
      ({ metadata, spec }) => [metadata.name, spec.accessControl] as const,
    );
    const domains = new Map(configurations.map(([name, { trustDomain }]) => [name, trustDomain]));
    return configurations.flatMap(([name, { policies }]) =>
      policies
        .filter(({ appId, trustDomain }) => domains.get(appId) !== trustDomain)
        .map(({ appId }) => `${name} does not recognise ${appId}`),
    );
  },
  'no object twice': ({ objects }) => {
    const names = objects.map(nameOf);
    return names.filter((name, index) => names.indexOf(name) !== index);
  },
};

/** `rule: fault` for every fault. */
export function faultsOf(cluster: Cluster): string[] {
  return Object.entries(rules).flatMap(([name, rule]) => rule(cluster).map((fault) => `${name}: ${fault}`));
}
