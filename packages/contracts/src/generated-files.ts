import { asyncApiDocument } from './asyncapi.js';
import { eventTypes } from './events/catalogue.js';
import { eventSchema } from './events/event-schema.js';

export const eventsFolder = 'events';

/** What `npm run generate` writes below `generated/`: text by path. */
export function generatedFiles(): Map<string, string> {
  const files = new Map(
    eventTypes.map((event): [string, string] => [
      `${eventsFolder}/${event.type}.gen.json`,
      text(eventSchema(event, 'draft-2020-12')),
    ]),
  );
  return files.set('asyncapi.gen.json', text(asyncApiDocument()));
}

function text(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
