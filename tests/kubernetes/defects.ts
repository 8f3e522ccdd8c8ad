type Path = readonly (string | number)[];

const pod = ['spec', 'template', 'spec'];
const app = [...pod, 'containers', 0];
const guard = [...app, 'securityContext'];
export const annotation = (name: string) => ['spec', 'template', 'metadata', 'annotations', `dapr.io/${name}`];
export const deployment = 'Deployment/auth-service';

/** A defect that is made in an object of the overlay, and what the API server says of it. */
export const defects: [what: string, object: string, path: Path, value: unknown, refusal: string][] = [
  ['a field that is misspelt', deployment, [...app, 'livenesProbe'], {}, 'unknown field'],
  ['a field in the wrong place', deployment, [...pod, 'replicas'], 2, 'unknown field'],
  ['an annotation that is no text', deployment, annotation('enabled'), true, 'unrecognized type'],
  [
    'a selector that misses the Pods',
    deployment,
    ['spec', 'selector', 'matchLabels'],
    { a: 'b' },
    'does not match template',
  ],
  [
    'an amount of memory in a wrong unit',
    deployment,
    [...app, 'resources', 'limits', 'memory'],
    '64MB',
    'quantities must match',
  ],
  [
    'less memory than is requested',
    deployment,
    [...app, 'resources', 'limits', 'memory'],
    '32Mi',
    'must be less than or equal to memory limit',
  ],
  ['a mount without a volume', deployment, [...app, 'volumeMounts', 0, 'name'], 'temp', 'Not found: "temp"'],
  [
    'a probe of no port',
    deployment,
    [...app, 'livenessProbe', 'httpGet', 'port'],
    'a-name-that-is-too-long',
    'must be no more than 15',
  ],
  [
    'a probe that asks in no way',
    deployment,
    [...app, 'readinessProbe', 'httpGet'],
    null,
    'must specify a handler type',
  ],
  [
    'a pause that is longer than the Pod has',
    deployment,
    [...app, 'lifecycle', 'preStop', 'sleep', 'seconds'],
    60,
    'less than terminationGracePeriodSeconds',
  ],
  [
    'no old Pods and no new ones',
    deployment,
    ['spec', 'strategy', 'rollingUpdate', 'maxSurge'],
    0,
    'may not be 0 when `maxSurge` is 0',
  ],
  ['a Pod that may be root', deployment, [...pod, 'securityContext', 'runAsNonRoot'], false, 'runAsNonRoot != true'],
  ['a Pod with all system calls', deployment, [...pod, 'securityContext', 'seccompProfile'], null, 'seccompProfile'],
  [
    'a container that may gain privileges',
    deployment,
    [...guard, 'allowPrivilegeEscalation'],
    true,
    'allowPrivilegeEscalation != false',
  ],
  ['a container with capabilities', deployment, [...guard, 'capabilities'], null, 'unrestricted capabilities'],
  ['a Pod in the network of its node', deployment, [...pod, 'hostNetwork'], true, 'host namespaces'],
  [
    'a volume of the node',
    deployment,
    [...pod, 'volumes', 0],
    { name: 'tmp', hostPath: { path: '/tmp' } },
    'restricted volume types',
  ],
  ['a schedule that is none', 'CronJob/backup', ['spec', 'schedule'], '20 25 * * *', 'end of range (25) above maximum'],
  ['a time zone that is none', 'CronJob/backup', ['spec', 'timeZone'], 'Europe/Nowhere', 'unknown time zone'],
  ['a Service without a port', 'Service/api-gateway', ['spec', 'ports'], [], 'Required value'],
  [
    'an autoscaler that wants more than it may',
    'HorizontalPodAutoscaler/auth-service',
    ['spec', 'minReplicas'],
    9,
    'must be greater than or equal to `minReplicas`',
  ],
  [
    'an autoscaler of an API that is gone',
    'HorizontalPodAutoscaler/auth-service',
    ['apiVersion'],
    'autoscaling/v2beta2',
    'no matches for kind',
  ],
  ['a budget of two kinds', 'PodDisruptionBudget/auth-service', ['spec', 'minAvailable'], 1, 'cannot be both set'],
  [
    'a policy for a port that is none',
    'NetworkPolicy/redis',
    ['spec', 'ingress', 0, 'ports', 0, 'port'],
    70_000,
    'must be between 1 and 65535',
  ],
  [
    'a policy for an address that is none',
    'NetworkPolicy/backup',
    ['spec', 'egress', 0, 'to', 0],
    { ipBlock: { cidr: '192.0.2.0' } },
    'must be a valid CIDR',
  ],
  [
    'a path of the Ingress that is of no type',
    'Ingress/gym',
    ['spec', 'rules', 0, 'http', 'paths', 0, 'pathType'],
    null,
    'pathType must be specified',
  ],
  ['a Component with a field that is misspelt', 'Component/pubsub', ['spec', 'initTimout'], '1s', 'unknown field'],
  ['a Component of no type', 'Component/pubsub', ['spec', 'type'], null, 'spec.type: Required value'],
  ['a Subscription to no topic', 'Subscription/users', ['spec', 'topic'], null, 'spec.topic: Required value'],
  ['a Subscription in the words of an older version', 'Subscription/users', ['spec', 'route'], '/x', 'unknown field'],
  [
    'access rules with a field that is misspelt',
    'Configuration/auth-service',
    ['spec', 'accessControl', 'defaultAcion'],
    'deny',
    'unknown field',
  ],
  [
    'a number of retries that is text',
    'Resiliency/resiliency',
    ['spec', 'policies', 'retries', 'x'],
    { policy: 'constant', maxRetries: '3' },
    'must be of type integer',
  ],
];
