import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from '@gym/dev';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { overlays, renderOverlay } from '../manifests/kubernetes/render.js';
import { writeAddedSchemas, writeKindSchemas } from './schemas.js';

/** The oldest version that docs/deployment.md allows, and the one whose API server the other tests ask. */
const versions = z.record(z.string(), z.string()).parse(JSON.parse(process.env['OPENAPI'] ?? '{}'));
const found = z.object({
  resources: z.array(z.object({ kind: z.string(), name: z.string(), status: z.string(), msg: z.string() })).default([]),
  summary: z.object({ valid: z.int(), invalid: z.int(), errors: z.int(), skipped: z.int() }),
});

let schemas: string;
beforeAll(() => {
  schemas = mkdtempSync(join(tmpdir(), 'gym-schemas-'));
  const folder = join(process.env['DAPR_CHART'] ?? '', 'crds');
  const added = readdirSync(folder).map((file): unknown => parse(readFileSync(join(folder, file), 'utf8')));
  for (const [version, file] of Object.entries(versions)) {
    writeKindSchemas(join(schemas, version), file);
    writeAddedSchemas(join(schemas, version), added);
  }
});
afterAll(() => rmSync(schemas, { recursive: true }));

function kubeconform(version: string, manifests: string) {
  const location = join(schemas, version, '{{ .ResourceKind }}{{ .KindSuffix }}.json');
  const args = ['-strict', '-summary', '-output', 'json', '-schema-location', location, '-'];
  const { stdout, error } = spawnSync(join(process.env['KUBECONFORM'] ?? '', 'kubeconform'), args, {
    input: manifests,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return found.parse(JSON.parse(stdout));
}

const render = async (overlay: (typeof overlays)[number]) =>
  (await renderOverlay(overlay)).map((document) => stringify(document.toJS()));

describe.each(Object.keys(versions))('Kubernetes %s', (version) => {
  test.each(overlays)('knows every kind and field of %s', async (overlay) => {
    const objects = await render(overlay);
    const { resources, summary } = kubeconform(version, objects.join('---\n'));
    expect(resources).toEqual([]);
    expect(summary).toEqual({ valid: objects.length, invalid: 0, errors: 0, skipped: 0 });
  });
});

test.each([
  ['a field that is misspelt', 'livenessProbe:', 'livenesProbe:', 'livenesProbe'],
  ['a number in place of text', 'dapr.io/app-port: "8000"', 'dapr.io/app-port: 8000', 'app-port'],
  ['a key that is there twice', 'kind: Deployment', 'kind: Deployment\nkind: Deployment', 'already'],
  ['a kind that is gone', 'apiVersion: autoscaling/v2', 'apiVersion: autoscaling/v2beta2', 'could not find schema'],
  ['a Component with a field too many', 'kind: Component', 'kind: Component\nspeck: {}', 'speck'],
])('%s is noticed', async (_, right, wrong, message) => {
  const object = (await render('local')).find((text) => text.includes(right));
  const [, newest = ''] = Object.keys(versions);
  const { resources } = kubeconform(newest, object?.replace(right, wrong) ?? '');
  expect(resources.map(({ msg }) => msg).join()).toContain(message);
});

test('the oldest version that is allowed is one of them', () => {
  const guide = readFileSync(join(CHECKOUT, 'docs/deployment.md'), 'utf8');
  const [, oldest] = /Needs Kubernetes ([\d.]+) or newer/.exec(guide) ?? [];
  expect(Object.keys(versions).some((version) => version.startsWith(`${oldest}.`))).toBe(true);
});
