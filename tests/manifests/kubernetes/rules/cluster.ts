import { ofKind, selects, workloadsOf } from '../objects.js';
import { isService, nameOf, when, type Rules } from './rule.js';

export const clusterRules: Rules = {
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
        when(pods.length !== 1, `Service/${metadata.name}: selects ${pods.length} workloads`),
        missing.map(({ targetPort }) => `Service/${metadata.name}: no port ${targetPort}`),
      ].flat();
    }),
  'Ingress leads to Services, with TLS': ({ objects }) =>
    ofKind(objects, 'Ingress').flatMap(({ spec }) => {
      const services = ofKind(objects, 'Service');
      const hosts = new Set(spec.tls.flatMap((tls) => tls.hosts));
      return spec.rules.flatMap(({ host, http }) => [
        ...when(!hosts.has(host), `${host} has no certificate`),
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
        when(!target, `${metadata.name} scales ${kind}/${name}, which is not there`),
        when(spec.minReplicas > spec.maxReplicas, `${metadata.name} wants more than it may have`),
      ].flat();
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
        ...when(
          !workloadsOf(objects).some((pod) => selects(spec.selector, pod.spec.template.metadata.labels)),
          `${metadata.name} selects nothing`,
        ),
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
      when(namespaces.length !== 1, 'not one Namespace'),
      others.map((item) => `${nameOf(item)} is elsewhere`),
      callers,
    ].flat();
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
