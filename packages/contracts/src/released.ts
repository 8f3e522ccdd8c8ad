import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { breakingChanges } from './compatibility.js';
import { jsonSchema, type JsonSchema } from './json-schema.js';

/** What `npm run generate` writes, and below `released` what the last release had. */
export const generatedFolder = fileURLToPath(new URL('../generated', import.meta.url));
export const releasedFolder = fileURLToPath(new URL('../released', import.meta.url));

const ending = '.gen.json';

/** The committed schemas of a folder by event type. */
export function readSchemas(folder: string): Map<string, JsonSchema> {
  const names = readdirSync(folder).filter((name) => name.endsWith(ending));
  return new Map(
    names.map((name) => [
      name.slice(0, -ending.length),
      jsonSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
    ]),
  );
}

/** One line per reason why `current` cannot follow the released event types; new types are no reason. */
export function brokenTypes(
  released: ReadonlyMap<string, JsonSchema>,
  current: ReadonlyMap<string, JsonSchema>,
): string[] {
  return [...released].flatMap(([type, schema]) => {
    const now = current.get(type);
    if (now === undefined) return [`${type} is gone. Consumers still expect it, and the producers' logs contain it.`];
    return breakingChanges(schema, now).map(({ path, reader, what }) => {
      const failing = reader === 'old' ? 'a consumer of before cannot read new events' : 'events of before are refused';
      return `${type} ${path} ${what}. So ${failing}: keep it as it was and make a ${nextVersion(type)}.`;
    });
  });
}

/** `gym.user.banned.v2` of `gym.user.banned.v1` */
function nextVersion(type: string): string {
  return type.replace(/\d+$/, (version) => String(Number(version) + 1));
}
