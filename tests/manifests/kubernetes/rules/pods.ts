import { daprAnnotations, required } from '../annotations.js';
import { ofKind, selects } from '../objects.js';
import { eachPod, isService, when, type Rules } from './rule.js';

/** Seconds in which a service finishes its requests, and its sidecar stops after it. */
const drainSeconds = 10 + 3 + 3;

export const podRules: Rules = {
  'settings exist': (cluster) => {
    const known = new Set([
      ...ofKind(cluster.objects, 'ConfigMap').map(({ metadata }) => metadata.name),
      'kube-root-ca.crt',
    ]);
    return eachPod(({ spec }) => {
      const { containers, volumes } = spec.template.spec;
      const used = [
        ...containers.flatMap(({ envFrom }) => envFrom.map(({ configMapRef }) => configMapRef.name)),
        ...volumes.flatMap(({ configMap }) => (configMap === undefined ? [] : [configMap.name])),
      ];
      return used.filter((name) => !known.has(name)).map((name) => `no ConfigMap ${name}`);
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
    const accounts = new Set(ofKind(cluster.objects, 'ServiceAccount').map(({ metadata }) => metadata.name));
    return eachPod(({ metadata, spec: { template } }) => {
      const name = template.spec.serviceAccountName;
      return when(name !== metadata.name || !accounts.has(name), `account ${name}`);
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
    const names = new Set(template.spec.volumes.map(({ name }) => name));
    const mounted = ['dapr.io/volume-mounts', 'dapr.io/volume-mounts-rw'].flatMap(
      (key) => template.metadata.annotations[key]?.split(',').map((mount) => mount.replace(/:.*/, '')) ?? [],
    );
    return mounted.filter((name) => !names.has(name)).map((name) => `no volume ${name} for the sidecar`);
  }),
  'Configuration exists': (cluster) => {
    const known = new Set(ofKind(cluster.objects, 'Configuration').map(({ metadata }) => metadata.name));
    return eachPod(({ spec }) => {
      const name = spec.template.metadata.annotations['dapr.io/config'];
      return when(name !== undefined && !known.has(name), `no Configuration ${name}`);
    })(cluster);
  },
};
