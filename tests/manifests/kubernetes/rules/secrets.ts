import { ofKind, workloadsOf, type Workload } from '../objects.js';
import type { Rules } from './rule.js';

interface SecretUse {
  name: string;
  key?: string;
}

function secretsUsedBy({ spec: { template } }: Workload): SecretUse[] {
  const variables = template.spec.containers.flatMap(({ env }) =>
    env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []),
  );
  const files = template.spec.volumes.flatMap(({ secret, projected }) => [
    ...(secret === undefined || secret.optional ? [] : [{ name: secret.secretName }]),
    ...(projected?.sources ?? []).flatMap(({ secret: source }) =>
      (source?.items ?? []).map(({ key }) => ({ name: source?.name ?? '', key })),
    ),
  ]);
  const tokens = ['dapr.io/api-token-secret', 'dapr.io/app-token-secret'].flatMap((annotation) => {
    const name = template.metadata.annotations[annotation];
    return name === undefined ? [] : [{ name, key: 'token' }];
  });
  return [...variables, ...files, ...tokens];
}

export const secretRules: Rules = {
  'secrets exist': ({ objects, secrets }) => {
    const used = workloadsOf(objects).flatMap(secretsUsedBy);
    const components = ofKind(objects, 'Component').flatMap(({ spec }) =>
      spec.metadata.flatMap((item) => item.secretKeyRef ?? []),
    );
    const allowed = ofKind(objects, 'Configuration')
      .flatMap(({ spec }) => spec.secrets?.scopes ?? [])
      .flatMap(({ allowedSecrets }) => allowedSecrets.map((name) => ({ name })));
    const wanted: SecretUse[] = [...used, ...components, ...allowed];
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
      // Mail goes to files where there is no mail server.
      const needless = readable.filter((secret) => !needed.has(secret) && secret !== 'smtp');
      const missing = [...needed].filter((secret) => !readable.includes(secret));
      return missing
        .map((secret) => `${name} cannot read ${secret}`)
        .concat(needless.map((secret) => `${name} reads ${secret}`));
    }),
};
