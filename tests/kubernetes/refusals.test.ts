import type { Document } from 'yaml';
import { z } from 'zod';
import { renderOverlay } from '../manifests/kubernetes/render.js';
import { annotation, defects, deployment } from './defects.js';
import { eventually, get, install, kubectl, kubectlDone, run, strictly } from './cluster.js';

const named = z.object({ metadata: z.object({ name: z.string() }) });

const namespace = 'gym-staging';
const here = ['--namespace', namespace];
let documents: Document[];
beforeAll(async () => {
  documents = await renderOverlay('staging');
  await install('staging', namespace);
});
afterAll(() => kubectlDone(['delete', 'namespace', namespace, '--timeout=120s']));

function find(name: string): Document {
  const found = documents.find(
    (document) => `${String(document.get('kind'))}/${String(document.getIn(['metadata', 'name']))}` === name,
  );
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found.clone();
}

const tryOut = (document: Document) =>
  kubectl(['apply', '--dry-run=server', ...strictly, '--filename', '-'], JSON.stringify(document.toJS()));

test.each(defects)('%s is refused', async (_, name, path, value, refusal) => {
  const broken = find(name);
  if (value === null) broken.deleteIn(path);
  else broken.setIn(path, value);
  const answer = await tryOut(broken);
  expect([answer.ok, answer.stderr]).toEqual([false, expect.stringContaining(refusal)]);
});

test('and the objects are accepted without their defects', async () => {
  for (const name of new Set(defects.map(([, object]) => object))) {
    expect(await tryOut(find(name))).toMatchObject({ ok: true, stderr: '' });
  }
});

/** A Pod as a Deployment describes it. */
function podOf(change: (template: Document) => void = () => undefined): string {
  const template = find(deployment);
  change(template);
  const { metadata, spec } = z
    .object({ spec: z.object({ template: z.object({ metadata: z.looseObject({}), spec: z.looseObject({}) }) }) })
    .parse(template.toJS()).spec.template;
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'alone', namespace }, spec });
}
const make = (pod: string) => kubectl(['create', '--dry-run=server', '--validate=strict', '--filename', '-'], pod);

test('the injector refuses a name that no certificate can have', async () => {
  expect(await make(podOf())).toMatchObject({ ok: true });
  const refused = await make(podOf((template) => template.setIn(annotation('app-id'), 'a.b')));
  expect(refused).toMatchObject({ ok: false, stderr: expect.stringContaining('invalid app id') as string });
});

test('no Pod starts without its sidecar while the injector is away, and it starts by itself once it is back', async () => {
  const address = (
    await kubectlDone([
      'get',
      'service',
      'dapr-sidecar-injector',
      '--namespace',
      'dapr-system',
      '-o',
      'jsonpath={.spec.clusterIP}',
    ])
  ).trim();
  const names = async () =>
    (await get(named, 'pods', ...here, '--selector', 'app.kubernetes.io/name=auth-service')).map(
      ({ metadata }) => metadata.name,
    );
  // Two, as the autoscaler has it.
  await eventually(async () => expect(await names()).toHaveLength(2));
  await run('ip', ['address', 'delete', `${address}/32`, 'dev', 'lo']);
  try {
    expect(await make(podOf())).toMatchObject({
      ok: false,
      stderr: expect.stringContaining('failed calling webhook') as string,
    });
    await kubectlDone(['delete', 'pod', ...here, '--selector', 'app.kubernetes.io/name=auth-service']);
    expect(await names()).toEqual([]);
  } finally {
    await run('ip', ['address', 'add', `${address}/32`, 'dev', 'lo']);
  }
  await eventually(async () => expect(await names()).toHaveLength(2));
});
