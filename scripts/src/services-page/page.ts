import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT, readManifest, type Service } from '@gym/dev';
import { baseConfig } from '@gym/service-kit';
import { z } from 'zod';
import { eventsOf, type Events, type Load } from './hearing.js';
import { readEndpoints, type Endpoint } from './operations.js';
import { settingsOf, type Setting } from './settings.js';

export const servicesPageFile = join(CHECKOUT, 'docs/services.md');

const kit = 'service-kit';
const configModule = z.object({ configSchema: z.instanceof(z.ZodObject) });

const intro = `# Services

Made by \`npm run generate -w packages/contracts\` from what the services run on: the table of permissions, the route
files, the handlers of events, the schemas of the environment and \`dapr/dapr.yaml\`. Requests and answers in full:
\`/docs\` of the gateway; events: [events](events.md); who calls whom: [architecture](architecture.md).

*own* means: what is the caller's own, and for the role behind it everything. What services ask each other goes through
their sidecars, which let in whom \`dapr/config/\` names.
`;

/**
 * `docs/services.md`: what each service answers, tells, hears and can be set to.
 * @param load of the compiled or the source form of a module
 */
export async function servicesPage(load: Load): Promise<string> {
  const { services } = readManifest();
  const folders = services.map(({ appId, folder }): [string, string] => [appId, join(folder, 'src')]);
  const endpoints = readEndpoints(new Map([...folders, [kit, join(CHECKOUT, 'packages/service-kit/src')]]));
  const common = settingsOf(baseConfig);
  const parts = services.map(async (service) => {
    const { configSchema } = configModule.parse(await load(service.folder, 'config'));
    const own = settingsOf(configSchema).filter(({ name }) => !common.some((setting) => setting.name === name));
    return [
      `## ${service.appId}`,
      facts(service),
      endpointTable(endpoints.get(service.appId) ?? []),
      eventLines(await eventsOf(service.appId, service.folder, load)),
      own.length === 0 ? [] : ['Settings:', settingTable(own)],
    ].flat();
  });
  const shared = [
    '## Every service',
    'Those with a database answer, as far as they have the thing:',
    ...endpointTable(endpoints.get(kit) ?? []),
    'Settings:',
    settingTable(common),
  ];
  return `${[intro.trimEnd(), ...(await Promise.all(parts)).flat(), ...shared].join('\n\n')}\n`;
}

/** What its source says of it, and where it is. */
function facts({ appId, folder, ports, secrets }: Service): string {
  const source = readFileSync(join(folder, 'src/service.ts'), 'utf8');
  const purpose = /\/\*\* (.+) \*\/\nexport function createService/.exec(source)?.[1];
  if (purpose === undefined) throw new Error(`${appId}: createService needs a line above it that says what it is for`);
  const read = secrets.map((name) => `\`${name}\``).join(', ');
  return `${purpose} Port ${ports.app}${read === '' ? '' : `; secrets it may read: ${read}`}.`;
}

function endpointTable(endpoints: readonly Endpoint[]): string[] {
  if (endpoints.length === 0) return [];
  const rows = endpoints.map(({ method, path, who, summary }) => [method, `\`${path}\``, who, summary]);
  return [table(['method', 'path', 'who', ''], rows)];
}

function eventLines({ topic, published, handled, followed }: Events): string[] {
  const list = (types: readonly string[]): string => types.map((type) => `\`${type}\``).join(', ');
  return [
    ...(published.length === 0 ? [] : [`Publishes on \`${topic}\`: ${list(published)}.`]),
    ...(handled.length === 0 ? [] : [`Handles: ${list(handled)}.`]),
    ...(followed.length === 0 ? [] : [`Every replica hears all of: ${list(followed)}.`]),
  ];
}

function settingTable(settings: readonly Setting[]): string {
  const rows = settings.map(({ name, type, otherwise, meaning }) => [`\`${name}\``, type, otherwise, meaning]);
  return table(['variable', 'type', 'default', 'meaning'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}
