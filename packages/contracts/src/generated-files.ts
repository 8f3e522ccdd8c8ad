import { asyncApiDocument } from './asyncapi.js';
import { eventTypes } from './events/catalogue.js';
import { eventSchema } from './events/event-schema.js';
import { permissionsPage } from './permissions-page.js';

export const eventsFolder = 'events';

/** Where the table of permissions is printed, from `generated/`. */
export const permissionsFile = '../../../docs/permissions.md';

/** What `npm run generate` writes below `generated/` and into the docs: text by path. */
export function generatedFiles(): Map<string, string> {
  const files = new Map(
    eventTypes.map((event): [string, string] => [
      `${eventsFolder}/${event.type}.gen.json`,
      text(eventSchema(event, 'draft-2020-12')),
    ]),
  );
  return files.set('asyncapi.gen.json', text(asyncApiDocument())).set(permissionsFile, permissionsPage());
}

function text(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
