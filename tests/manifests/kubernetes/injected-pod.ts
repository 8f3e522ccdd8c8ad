import type { Service } from '@gym/dev';
import { z } from 'zod';
import { flagsOf, machineFlags } from '../sidecar-flags.js';

const source = z.object({
  secretKeyRef: z.object({ name: z.string(), key: z.string() }).optional(),
  fieldRef: z.object({ fieldPath: z.string() }).optional(),
});
const port = z.union([z.int(), z.string()]);
const probe = z
  .object({
    httpGet: z.object({ path: z.string(), port }).optional(),
    tcpSocket: z.object({ port }).optional(),
  })
  .optional();
const container = z.object({
  name: z.string(),
  image: z.string(),
  restartPolicy: z.string().optional(),
  args: z.array(z.string()).default([]),
  env: z.array(z.object({ name: z.string(), value: z.string().default(''), valueFrom: source.optional() })).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.int() })).default([]),
  livenessProbe: probe,
  readinessProbe: probe,
  resources: z.unknown(),
  securityContext: z.unknown(),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().default(false) })),
});
type Container = z.infer<typeof container>;

export const injectedPod = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()) }),
  spec: z.object({
    automountServiceAccountToken: z.boolean(),
    initContainers: z.array(container).default([]),
    containers: z.array(container),
  }),
});
export type InjectedPod = z.infer<typeof injectedPod>;

function environmentOf({ env }: Container): Record<string, string> {
  return Object.fromEntries(
    env.map(({ name, value, valueFrom: { secretKeyRef, fieldRef } = {} }) => [
      name,
      (secretKeyRef === undefined ? undefined : `Secret ${secretKeyRef.name}/${secretKeyRef.key}`) ??
        fieldRef?.fieldPath ??
        value,
    ]),
  );
}

const probeOf = (found: z.infer<typeof probe>) =>
  found?.httpGet === undefined ? `TCP ${found?.tcpSocket?.port}` : `HTTP ${found.httpGet.port} ${found.httpGet.path}`;

const mountsOf = ({ volumeMounts }: Container) =>
  Object.fromEntries(
    volumeMounts.map(({ name, mountPath, readOnly }) => [mountPath, `${name}${readOnly ? '' : ' rw'}`]),
  );

/** What a Pod is once the injector has changed it, as far as it matters to us. */
export function describePod({ metadata, spec }: InjectedPod) {
  const [app] = spec.containers;
  return {
    isInjected: metadata.labels['dapr.io/sidecar-injected'],
    givesToken: spec.automountServiceAccountToken,
    containers: spec.containers.map(({ name }) => name),
    app: app && {
      ports: environmentOf(app)['DAPR_HTTP_PORT'],
      apiToken: environmentOf(app)['DAPR_API_TOKEN'],
      mounts: mountsOf(app),
    },
    sidecars: spec.initContainers.map((sidecar) => ({
      name: sidecar.name,
      image: sidecar.image,
      restartPolicy: sidecar.restartPolicy,
      flags: Object.fromEntries([...flagsOf(sidecar.args)].map(([name, values]) => [name, values.join()])),
      ports: Object.fromEntries(sidecar.ports.map(({ name, containerPort }) => [name, containerPort])),
      environment: environmentOf(sidecar),
      liveness: probeOf(sidecar.livenessProbe),
      readiness: probeOf(sidecar.readinessProbe),
      resources: sidecar.resources,
      securityContext: sidecar.securityContext,
      mounts: mountsOf(sidecar),
    })),
  };
}

/** Said by the machine's sidecars in the same words; everything else is about its addresses and files. */
const alike = ['app-id', 'app-port', 'app-protocol', 'log-level', 'log-as-json', 'max-body-size', 'read-buffer-size']
  .concat(['dapr-graceful-shutdown-seconds', 'dapr-block-shutdown-duration', 'enable-mtls', 'enable-app-health-check'])
  .concat(['app-health-check-path', 'app-health-probe-interval', 'app-health-probe-timeout', 'app-health-threshold'])
  .map((name) => `--${name}`);

/** What the Pod of a service has to be. */
export function expectedPod(service: Service, namespace: string, image: string): ReturnType<typeof describePod> {
  const { appId } = service;
  const onMachine = machineFlags(service);
  const mail: Record<string, string> = appId === 'auth-service' ? { '/mail': 'mail rw' } : {};
  return {
    isInjected: 'true',
    givesToken: false,
    containers: ['app'],
    // The service gets no token of any kind of its account.
    app: { ports: '3500', apiToken: 'Secret dapr-api-token/token', mounts: { '/tmp': 'tmp rw' } },
    sidecars: [
      {
        name: 'daprd',
        image,
        // Starts before the service and stops after it.
        restartPolicy: 'Always',
        flags: {
          ...Object.fromEntries(alike.map((name) => [name, onMachine.get(name)?.join() ?? 'missing'])),
          '--config': appId,
          '--control-plane-address': 'dapr-api.dapr-system.svc.cluster.local:443',
          '--dapr-grpc-port': '50001',
          '--dapr-http-port': '3500',
          '--dapr-internal-grpc-port': '50002',
          // Not those of the Pod: only the service talks to its sidecar.
          '--dapr-listen-addresses': '[::1],127.0.0.1',
          '--dapr-public-port': '3501',
          '--disable-builtin-k8s-secret-store': 'true',
          '--enable-metrics': 'true',
          '--metrics-port': '9090',
          '--mode': 'kubernetes',
          '--scheduler-host-address': '',
          '--sentry-address': 'dapr-sentry.dapr-system.svc.cluster.local:443',
        },
        ports: { 'dapr-http': 3500, 'dapr-grpc': 50001, 'dapr-internal': 50002, 'dapr-metrics': 9090 },
        environment: {
          APP_API_TOKEN: 'Secret app-api-token/token',
          DAPR_API_TOKEN: 'Secret dapr-api-token/token',
          DAPR_CONTROLPLANE_NAMESPACE: 'dapr-system',
          DAPR_CONTROLPLANE_TRUST_DOMAIN: 'cluster.local',
          DAPR_ENV_KEYS: 'GOMAXPROCS GOMEMLIMIT',
          DAPR_TRUST_ANCHORS: expect.stringMatching(/./) as string,
          GOMAXPROCS: '1',
          GOMEMLIMIT: '230MiB',
          NAMESPACE: namespace,
          POD_NAME: 'metadata.name',
        },
        liveness: 'TCP 3501',
        readiness: 'HTTP 3501 /v1.0/healthz',
        resources: { requests: { cpu: '100m', memory: '32Mi' }, limits: { memory: '256Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        mounts: {
          '/var/run/secrets/dapr.io/sentrytoken': 'dapr-identity-token',
          '/var/run/secrets/kubernetes.io/serviceaccount': 'kubernetes-api',
          ...mail,
        },
      },
    ],
  };
}
