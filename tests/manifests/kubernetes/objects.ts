import { z } from 'zod';

const labels = z.record(z.string(), z.string());
const metadata = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  labels: labels.default({}),
  annotations: labels.default({}),
});
const matchExpression = z.strictObject({
  key: z.string(),
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
  values: z.array(z.string()).default([]),
});
export const selector = z.strictObject({
  matchLabels: labels.default({}),
  matchExpressions: z.array(matchExpression).default([]),
});
export type Selector = z.infer<typeof selector>;

const port = z.union([z.int(), z.string()]);
const probe = z
  .object({
    httpGet: z.object({ path: z.string(), port }).optional(),
    exec: z.object({ command: z.array(z.string()) }).optional(),
  })
  .optional();
const keyOf = z.object({ name: z.string(), key: z.string() });
const amounts = z.object({ cpu: z.string().optional(), memory: z.string().optional() }).default({});

const container = z.object({
  name: z.string(),
  image: z.string(),
  env: z
    .array(
      z.object({
        name: z.string(),
        value: z.string().optional(),
        valueFrom: z
          .object({ secretKeyRef: keyOf.optional(), fieldRef: z.object({ fieldPath: z.string() }).optional() })
          .optional(),
      }),
    )
    .default([]),
  envFrom: z.array(z.strictObject({ configMapRef: z.object({ name: z.string() }) })).default([]),
  ports: z.array(z.object({ name: z.string().optional(), containerPort: z.int() })).default([]),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.int() }) }) }).optional(),
  securityContext: z
    .object({
      allowPrivilegeEscalation: z.boolean().optional(),
      privileged: z.boolean().optional(),
      readOnlyRootFilesystem: z.boolean().optional(),
      capabilities: z
        .object({ drop: z.array(z.string()).default([]), add: z.array(z.string()).default([]) })
        .prefault({}),
    })
    .prefault({}),
  resources: z.object({ requests: amounts, limits: amounts }).prefault({}),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).default([]),
});
export type Container = z.infer<typeof container>;

const volume = z.object({
  name: z.string(),
  secret: z.object({ secretName: z.string(), optional: z.boolean().default(false) }).optional(),
  projected: z
    .object({
      sources: z.array(
        z.object({
          secret: z.object({ name: z.string(), items: z.array(z.object({ key: z.string() })) }).optional(),
        }),
      ),
    })
    .optional(),
  configMap: z.object({ name: z.string() }).optional(),
  hostPath: z.unknown().optional(),
});

const podTemplate = z.object({
  metadata: z.object({ labels, annotations: labels.default({}) }),
  spec: z.object({
    serviceAccountName: z.string().optional(),
    automountServiceAccountToken: z.boolean().optional(),
    hostNetwork: z.boolean().optional(),
    hostPID: z.boolean().optional(),
    hostIPC: z.boolean().optional(),
    terminationGracePeriodSeconds: z.int().default(30),
    securityContext: z
      .object({
        runAsNonRoot: z.boolean().optional(),
        runAsUser: z.int().optional(),
        seccompProfile: z.object({ type: z.string() }).optional(),
      })
      .prefault({}),
    topologySpreadConstraints: z.array(z.object({ topologyKey: z.string(), labelSelector: selector })).default([]),
    containers: z.array(container).min(1),
    volumes: z.array(volume).default([]),
  }),
});

/** A Deployment, a StatefulSet, or a CronJob in the same shape. */
export const workload = z.object({
  kind: z.enum(['Deployment', 'StatefulSet', 'CronJob']),
  metadata,
  spec: z.object({
    selector,
    template: podTemplate,
    volumeClaimTemplates: z.array(z.object({ metadata: z.object({ name: z.string() }) })).default([]),
  }),
});
export type Workload = z.infer<typeof workload>;

const kinds = {
  Service: z.object({
    metadata,
    spec: z.object({
      selector: labels,
      ports: z.array(z.object({ name: z.string(), port: z.int(), targetPort: port })),
    }),
  }),
  HorizontalPodAutoscaler: z.object({
    metadata,
    spec: z.object({
      scaleTargetRef: z.object({ kind: z.string(), name: z.string() }),
      minReplicas: z.int(),
      maxReplicas: z.int(),
    }),
  }),
  PodDisruptionBudget: z.object({
    metadata,
    spec: z.object({ selector, maxUnavailable: z.int().optional(), minAvailable: z.int().optional() }),
  }),
  Ingress: z.object({
    metadata,
    spec: z.object({
      tls: z.array(z.object({ hosts: z.array(z.string()) })).default([]),
      rules: z.array(
        z.object({
          host: z.string(),
          http: z.object({
            paths: z.array(
              z.object({
                path: z.string(),
                backend: z.object({ service: z.object({ name: z.string(), port: z.object({ name: z.string() }) }) }),
              }),
            ),
          }),
        }),
      ),
    }),
  }),
  Role: z.object({
    metadata,
    rules: z.array(z.object({ resources: z.array(z.string()), resourceNames: z.array(z.string()) })),
  }),
  ConfigMap: z.object({ metadata, data: labels }),
  ServiceAccount: z.object({ metadata, automountServiceAccountToken: z.boolean().optional() }),
  Component: z.object({
    metadata,
    spec: z.object({
      type: z.string(),
      version: z.string(),
      // Dapr's definition of the kind asks for it, also where it is empty.
      metadata: z.array(z.object({ name: z.string(), value: z.string().optional(), secretKeyRef: keyOf.optional() })),
    }),
    scopes: z.array(z.string()),
  }),
  Configuration: z.object({
    metadata,
    spec: z.object({
      secrets: z.object({ scopes: z.array(z.object({ allowedSecrets: z.array(z.string()).default([]) })) }).optional(),
      accessControl: z.object({
        trustDomain: z.string(),
        policies: z.array(z.object({ appId: z.string(), namespace: z.string(), trustDomain: z.string() })).default([]),
      }),
    }),
  }),
  Subscription: z.object({ metadata, scopes: z.array(z.string()) }),
};
type Kinds = { [Kind in keyof typeof kinds]: z.infer<(typeof kinds)[Kind]> };

export const anyObject = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata });
export type AnyObject = z.infer<typeof anyObject>;

const cronJob = z.object({
  spec: z.object({ jobTemplate: z.object({ spec: z.object({ template: podTemplate }) }) }),
});

export function workloadsOf(objects: readonly AnyObject[]): Workload[] {
  return objects.flatMap((item): Workload[] => {
    if (item.kind === 'CronJob') {
      const { template } = cronJob.parse(item).spec.jobTemplate.spec;
      // A Job finds its Pods by a label that the cluster makes.
      const selector = { matchLabels: template.metadata.labels, matchExpressions: [] };
      return [{ kind: item.kind, metadata: item.metadata, spec: { selector, template, volumeClaimTemplates: [] } }];
    }
    return ['Deployment', 'StatefulSet'].includes(item.kind) ? [workload.parse(item)] : [];
  });
}

export function ofKind<Kind extends keyof Kinds>(objects: readonly AnyObject[], kind: Kind): Kinds[Kind][] {
  const found = objects.filter((item) => item.kind === kind);
  // TypeScript does not relate the key of a mapped type to its value.
  return found.map((item) => kinds[kind].parse(item) as Kinds[Kind]);
}

/** Whether labels are what a selector asks for. */
export function selects(wanted: Selector, found: Readonly<Record<string, string>>): boolean {
  const has = (key: string, values: readonly string[]) => found[key] !== undefined && values.includes(found[key]);
  return (
    Object.entries(wanted.matchLabels).every(([key, value]) => found[key] === value) &&
    wanted.matchExpressions.every(({ key, operator, values }) => {
      if (operator === 'In') return has(key, values);
      if (operator === 'NotIn') return !has(key, values);
      return (operator === 'Exists') === (found[key] !== undefined);
    })
  );
}
