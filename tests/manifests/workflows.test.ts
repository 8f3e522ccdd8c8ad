import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT, ensureKustomize, readManifest } from '@gym/dev';
import { z } from 'zod';
import { overlays, parseStrictly } from './kubernetes/render.js';

jest.setTimeout(60_000);

const folder = join(CHECKOUT, '.github/workflows');
const files = readdirSync(folder);
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const script = (name: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(join(CHECKOUT, 'scripts', name), args, { encoding: 'utf8', env: { ...process.env, ...env } });

/** What is built and brought to clusters. */
const images = [...readManifest().services.map(({ appId }) => appId), 'backup'].toSorted();

test.each(files)('%s runs actions by their commit, so that nobody can put others in their place', (file) => {
  const used = [...read(file).matchAll(/uses: (.*)/g)].map(([, action = '']) => action);
  expect(used.length).toBeGreaterThan(0);
  for (const action of used)
    expect(action).toMatch(/^(\.\/\.github\/workflows\/|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/);
});

test.each(files)('%s calls scripts that are there', (file) => {
  parseStrictly(read(file));
  for (const [, name = ''] of read(file).matchAll(/(scripts\/[\w.-]+|\.\/dev\.sh)/g)) {
    expect(() => accessSync(join(CHECKOUT, name), constants.X_OK)).not.toThrow();
  }
});

test('a release builds an image of everything that runs', () => {
  const release = z.object({
    jobs: z.object({ images: z.object({ strategy: z.object({ matrix: z.object({ image: z.array(z.string()) }) }) }) }),
  });
  const { image } = release.parse(parseStrictly(read('release.yml'))[0]?.toJS()).jobs.images.strategy.matrix;
  expect(image.toSorted()).toEqual(images);
});

test.each(overlays)('a version is brought to %s with all its images, and nothing else is changed', async (overlay) => {
  const [program, subcommand] = await ensureKustomize(console.log);
  const plain = execFileSync(program, [subcommand, join(CHECKOUT, 'k8s/overlays', overlay)], { encoding: 'utf8' });
  const args = ['--print', overlay, 'registry.test/gym', '7.8.9-rc.1'];
  const printed = script('deploy.sh', args, { GYM_KUSTOMIZE: `${program} ${subcommand}` }).stdout;
  const own = /image: \S*gym\/\S+/g;
  expect(printed.replaceAll(own, 'image')).toBe(plain.replaceAll(own, 'image'));
  const expected = images.filter((name) => name !== 'backup' || overlay !== 'local');
  expect([...new Set(printed.match(own))].toSorted()).toEqual(
    expected.map((name) => `image: registry.test/gym/${name}:7.8.9-rc.1`),
  );
});

test.each(['1.2.3', 'v1.2', 'v01.2.3', 'v1.2.3;ls', 'v99.0.0'])('the tag %s is no release', (tag) => {
  const { status, stdout, stderr } = script('release-version.sh', [tag]);
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: expect.stringContaining(tag) });
});
