import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { get, kubectlDone } from './cluster.js';

const named = z.object({ metadata: z.object({ name: z.string() }) });
const review = z.object({
  spec: z.object({ user: z.string(), resourceAttributes: z.object({ name: z.string() }) }),
  status: z.object({ allowed: z.boolean().default(false) }),
});

/** Asks the API server which Secrets the accounts of a namespace may read: their names by account. */
export async function readableSecrets(namespace: string): Promise<Record<string, string[]>> {
  const here = ['--namespace', namespace];
  const [accounts, secrets] = await Promise.all([
    get(named, 'serviceaccounts', ...here),
    get(named, 'secrets', ...here),
  ]);
  const questions = accounts.flatMap((account) =>
    secrets.map((secret) => ({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: {
        user: `system:serviceaccount:${namespace}:${account.metadata.name}`,
        resourceAttributes: { namespace, verb: 'get', resource: 'secrets', name: secret.metadata.name },
      },
    })),
  );
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: questions });
  const answers = await kubectlDone(['create', '--output', 'yaml', '--filename', '-'], list);
  const reviews = parseAllDocuments(answers).map((document) => review.parse(document.toJS()));
  const allowed = reviews.filter(({ status }) => status.allowed);
  const names = new Map<string, string[]>();
  for (const { spec } of allowed) {
    const account = spec.user.split(':').at(-1) ?? '';
    names.set(account, [...(names.get(account) ?? []), spec.resourceAttributes.name].toSorted());
  }
  return Object.fromEntries(names);
}
