import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHECKOUT } from '@gym/dev';
import { z } from 'zod';
import type { Overlay } from '../manifests/kubernetes/render.js';

export interface Answer {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with the cluster of tests/kubernetes/lab; refusals are an answer. */
export function run(program: string, args: readonly string[], input = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: CHECKOUT, stdio: 'pipe' });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said.stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said.stderr += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ ok: code === 0, ...said }));
    child.stdin.end(input);
  });
}

export const kubectl = (args: readonly string[], input?: string): Promise<Answer> => run('kubectl', args, input);

/** The same where a refusal is a fault. @returns what it prints */
export async function kubectlDone(args: readonly string[], input?: string): Promise<string> {
  const { ok, stdout, stderr } = await kubectl(args, input);
  if (!ok) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** The objects that `kubectl get` finds, checked by a schema. */
export async function get<Schema extends z.ZodType>(schema: Schema, ...args: string[]): Promise<z.infer<Schema>[]> {
  const list = z.object({ items: z.array(schema) });
  return list.parse(JSON.parse(await kubectlDone(['get', '--output', 'json', ...args]))).items;
}

/** Strict, and a warning is a refusal: a Deployment whose Pods are not allowed to be made is only warned of. */
export const strictly = ['--validate=strict', '--warnings-as-errors'];

const managed = { AUTH_DB_URL: 'postgres://a/a', USER_DB_URL: 'postgres://u/u', TOURNAMENT_DB_URL: 'postgres://t/t' };

/** Installs an overlay as docs/deployment.md says, with the commands there. @returns what `kubectl apply` prints */
export async function install(overlay: Overlay, namespace: string): Promise<string> {
  const folder = `k8s/overlays/${overlay}`;
  await kubectlDone(['apply', ...strictly, '--filename', `${folder}/namespace.yaml`]);
  const variables: Record<string, string> = overlay === 'production' ? { ...managed, REDIS_PASSWORD: 'x' } : {};
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const script = join(CHECKOUT, 'scripts/kubernetes-secrets.sh');
  const secrets = await run('env', [...assignments, script]);
  await kubectlDone(['create', '--namespace', namespace, '--filename', '-'], secrets.stdout);
  return kubectlDone(['apply', ...strictly, '--kustomize', folder]);
}

/** Until controllers have done what they have to; what is missed then is said by the expectation. */
export async function eventually(expectation: () => Promise<void>): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(500);
    }
  }
}
