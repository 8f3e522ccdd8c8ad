import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT, daprSources } from '@gym/dev';
import { parse } from 'yaml';
import { z } from 'zod';
import { anyObject, ofKind } from './kubernetes/objects.js';
import { overlays, parseStrictly, renderOverlay } from './kubernetes/render.js';

/** Where Dapr's sources are not there yet, they are fetched. */
jest.setTimeout(300_000);

const field = z.object({ name: z.string(), required: z.boolean().default(false) });
const description = z.object({
  metadata: z.array(field).default([]),
  authenticationProfiles: z.array(z.object({ metadata: z.array(field).default([]) })).default([]),
});

/** Read by the runtime itself, whatever the component is (pkg/runtime/pubsub, pkg/components/state, .../bindings). */
const ofRuntime: Readonly<Record<string, readonly string[]>> = {
  pubsub: ['consumerID', 'allowedTopics', 'protectedTopics', 'publishingScopes', 'subscriptionScopes'],
  state: ['keyPrefix'],
  bindings: ['direction'],
};

/** Other names of what is described, which the code of the component takes too. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  'state.postgresql': ['timeoutInSeconds', 'cleanupIntervalInSeconds'],
};

/** Needed as well, but given by every request of auth-service. */
const ofRequests: Readonly<Record<string, readonly string[]>> = {
  'bindings.smtp': ['emailTo', 'subject'],
  'bindings.localstorage': ['fileName'],
};

let sources: string;
beforeAll(async () => {
  sources = (await daprSources()).components;
});

/** What a component is told. */
interface Told {
  readonly type: string;
  readonly version: string;
  readonly keys: readonly string[];
}

/** Dapr passes over a key that it does not know; one that it needs is missed when the sidecar starts. */
function faultsOf({ type, version, keys }: Told): string[] {
  const folder = join(sources, ...type.split('.'));
  // Some have a folder for each version.
  const file =
    ['.', version].map((name) => join(folder, name, 'metadata.yaml')).find((path) => existsSync(path)) ?? folder;
  const { metadata, authenticationProfiles } = description.parse(parse(readFileSync(file, 'utf8')));
  const known = [...metadata, ...authenticationProfiles.flatMap((profile) => profile.metadata)].map(({ name }) => name);
  const [family = ''] = type.split('.');
  const needed = metadata
    .filter(({ name, required }) => required && ofRequests[type]?.includes(name) !== true)
    .map(({ name }) => name);
  const allowed = new Set([...known, ...(ofRuntime[family] ?? []), ...(aliases[type] ?? [])]);
  return [
    ...keys.filter((key) => !allowed.has(key)).map((key) => `${type} does not know ${key}`),
    ...needed.filter((key) => !keys.includes(key)).map((key) => `${type} lacks ${key}`),
    ...keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `${type} is told ${key} twice`),
  ];
}

const componentsOf = (documents: ReturnType<typeof parseStrictly>) =>
  ofKind(
    documents.map((document) => anyObject.parse(document.toJS())),
    'Component',
  ).map(({ spec }) => ({ type: spec.type, version: spec.version, keys: spec.metadata.map(({ name }) => name) }));

test.each(overlays)('Dapr knows everything that components of %s are told', async (overlay) => {
  const found = componentsOf(await renderOverlay(overlay));
  expect(found).toHaveLength(5);
  expect(found.flatMap(faultsOf)).toEqual([]);
});

test.each(['components', 'components/alternatives'])('Dapr knows everything that is told in %s', (name) => {
  const folder = join(CHECKOUT, name);
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const found = files.flatMap((file) => componentsOf(parseStrictly(readFileSync(join(folder, file), 'utf8'))));
  expect(found).toHaveLength(5);
  expect(found.flatMap(faultsOf)).toEqual([]);
});

test.each([
  ['a key that is misspelt', ['redisHost', 'poolsize'], 'pubsub.redis does not know poolsize'],
  ['a key that belongs to another kind', ['redisHost', 'keyPrefix'], 'pubsub.redis does not know keyPrefix'],
  ['a key that is needed', ['redisPassword'], 'pubsub.redis lacks redisHost'],
  ['a key that is there twice', ['redisHost', 'redisHost'], 'pubsub.redis is told redisHost twice'],
])('%s is noticed', (_, keys, fault) => {
  expect(faultsOf({ type: 'pubsub.redis', version: 'v1', keys })).toEqual([fault]);
});
