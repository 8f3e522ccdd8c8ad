import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT, daprSources, ensureInject, readManifest } from '@gym/dev';
import { stringify } from 'yaml';
import { z } from 'zod';
import { describePod, expectedPod, injectedPod } from './kubernetes/injected-pod.js';
import { anyObject, ofKind } from './kubernetes/objects.js';
import { overlays, renderOverlay, type Overlay } from './kubernetes/render.js';

/** Where the injector's code is not built yet, that takes its time. */
jest.setTimeout(600_000);

const { services } = readManifest();
let program: string;
let image: string;
beforeAll(async () => {
  program = await ensureInject(console.log);
  image = `ghcr.io/dapr/daprd:${(await daprSources()).version}`;
});

/** The Pods that Dapr's injector makes of the Deployments. */
function inject(manifests: string) {
  const options = { input: manifests, encoding: 'utf8', stdio: 'pipe', env: { SIDECAR_IMAGE: image } } as const;
  return z.array(injectedPod).parse(JSON.parse(execFileSync(program, options)));
}

const render = async (overlay: Overlay) => {
  const objects = (await renderOverlay(overlay)).map((document): unknown => document.toJS());
  return {
    text: objects.map((item) => stringify(item)).join('---\n'),
    objects: objects.map((item) => anyObject.parse(item)),
  };
};

test.each(overlays)(
  'every service of %s gets the sidecar that it has on one machine, and its secrets',
  async (overlay) => {
    const { text, objects } = await render(overlay);
    const namespace = ofKind(objects, 'ServiceAccount')[0]?.metadata.namespace ?? '';
    const pods = inject(text);
    expect(pods.map(({ metadata }) => metadata.name).toSorted()).toEqual(services.map(({ appId }) => appId).toSorted());
    for (const service of services) {
      const pod = pods.find(({ metadata }) => metadata.name === service.appId);
      expect(pod && describePod(pod)).toEqual(expectedPod(service, namespace, image));
    }
  },
);

test.each([
  [
    'an annotation that Dapr does not know',
    'dapr.io/app-port:',
    'dapr.io/app-prot:',
    'no annotation is called dapr.io/app-prot',
  ],
  ['a port that is no number', /app-port: .*/, 'app-port: http', 'dapr.io/app-port has to be a number and not "http"'],
  [
    'a switch that is neither on nor off',
    /enabled: "true"/,
    'enabled: "yes"',
    'dapr.io/enabled has to be true or false',
  ],
  ['an app id that is no name of a host', /app-id: .*/, 'app-id: a.b', 'invalid app id'],
])('%s is a fault and not passed over', async (_, found, wrong, message) => {
  const { text } = await render('local');
  expect(text).toMatch(found);
  expect(() => inject(text.replace(found, wrong))).toThrow(message);
});

test.each([
  ['without a limit of memory', /dapr.io\/sidecar-memory-limit: .*/],
  ['without the token that guards its API', /dapr.io\/api-token-secret: .*/],
  ['that starts beside its service', /dapr.io\/enable-native-sidecar: .*/],
  ['that asks rarely whether its service is well', /dapr.io\/app-health-probe-interval: .*/],
])('a sidecar %s is noticed', async (_, annotation) => {
  const { text } = await render('local');
  const [first] = inject(text.replace(annotation, 'example.org/nothing: ""'));
  const service = services.find(({ appId }) => appId === first?.metadata.name);
  if (first === undefined || service === undefined) throw new Error('no Pod');
  expect(describePod(first)).not.toEqual(expectedPod(service, 'gym', image));
});

test('one version of Dapr runs everywhere, and is the one that is tested', async () => {
  const { version } = await daprSources();
  const places = {
    'dapr/sidecar/go.mod': `github.com/dapr/dapr v${version}\n`,
    'dapr/sidecar/build.sh': `\nversion=${version}\n`,
    'dapr/sidecar/release.json': `"version": "${version}"`,
    'docker-compose.yml': `image: daprio/daprd:${version}\n`,
    'docs/deployment.md': `--runtime-version ${version} `,
  };
  for (const [file, words] of Object.entries(places)) {
    expect([file, readFileSync(join(CHECKOUT, file), 'utf8')]).toEqual([file, expect.stringContaining(words)]);
  }
});
