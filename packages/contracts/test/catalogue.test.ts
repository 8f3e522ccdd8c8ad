import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  accountEvents,
  asyncApiDocument,
  eventTypes,
  eventTopic,
  isRevocation,
  producerOf,
  userEvents,
} from '../src/index.js';
import { generatedFiles, permissionsFile } from '../src/generated-files.js';
import { brokenTypes, generatedFolder, readSchemas, releasedFolder } from '../src/released.js';

const eventModules = join(import.meta.dirname, '../src/events');
const generate = 'Run: npm run generate -w packages/contracts, and commit what it wrote.';

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

describe('the catalogue of events', () => {
  it('has every event type that is declared, once', () => {
    const text = readdirSync(eventModules).map((name) => readFileSync(join(eventModules, name), 'utf8'));
    const declared = [...text.join('\n').matchAll(/= defineEvent\(\s*'\w+',\s*'([^']+)'/g)].map(([, type]) => type);
    expect(declared.length).toBeGreaterThan(10);
    expect(new Set(eventTypes.map(({ type }) => type))).toEqual(new Set(declared));
    expect(eventTypes).toHaveLength(declared.length);
  });

  it('names every type with its version, and says what it means', () => {
    for (const { type, summary } of eventTypes) {
      expect(type).toMatch(/^gym\.[a-z]+(\.[a-z]+(-[a-z]+)*)+\.v[1-9]\d*$/);
      expect(summary).toMatch(/^[A-Z].{10,}\.$/);
    }
  });

  it('takes back the tokens of whoever has a new standing, and of no one else', () => {
    const { userApproved, userBanned, userDeleted, userRestored, userUnbanned } = userEvents;
    for (const { type } of [
      userApproved,
      userBanned,
      userDeleted,
      userRestored,
      userUnbanned,
      accountEvents.sessionsEnded,
    ]) {
      expect([type, isRevocation(type)]).toEqual([type, true]);
    }
    for (const { type } of [userEvents.profileCreated, userEvents.userForgotten, accountEvents.accountRegistered]) {
      expect([type, isRevocation(type)]).toEqual([type, false]);
    }
  });

  it('is committed as it is generated now', () => {
    const expected = generatedFiles();
    const committed = [...filesBelow(generatedFolder), permissionsFile];
    const differing = [...expected].filter(
      ([path, text]) => !committed.includes(path) || readFileSync(join(generatedFolder, path), 'utf8') !== text,
    );
    const stale = committed.filter((path) => !expected.has(path));
    const names = [...differing.map(([path]) => path), ...stale];
    expect({ differing: names, hint: generate }).toEqual({ differing: [], hint: generate });
  });

  it('still has every released event, readable by consumers of before and after', () => {
    const released = readSchemas(join(releasedFolder, 'events'));
    expect(released.size).toBeGreaterThan(10);
    const broken = brokenTypes(released, readSchemas(join(generatedFolder, 'events')));
    expect(broken).toEqual([]);
  });
});

describe('the AsyncAPI document', () => {
  const document = JSON.parse(JSON.stringify(asyncApiDocument()));

  function lookUp(reference: string): unknown {
    const keys = reference.slice(2).split('/');
    return keys.reduce((value, key) => value?.[key.replaceAll('~1', '/')], document);
  }

  it('has no reference into the void', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    expect(references.length).toBeGreaterThan(eventTypes.length);
    for (const reference of references)
      expect([reference, lookUp(reference ?? '')]).toEqual([reference, expect.anything()]);
  });

  it('has every event in the channel of its topic, with its envelope and payload', () => {
    for (const { type, topic } of eventTypes) {
      const channels = eventTopic.options.filter((name) => type in document.channels[name].messages);
      expect([type, channels]).toEqual([type, [topic]]);
      const { payload } = document.components.messages[type];
      expect(payload.properties.type.const).toBe(type);
      expect(payload.properties.source.const).toBe(producerOf[topic]);
      expect(payload.properties.data.required).toEqual(['seq', 'payload']);
      expect(payload.properties.data.properties.payload.type).toBe('object');
    }
  });

  it('says of every topic who sends, and that others receive', () => {
    for (const topic of eventTopic.options) {
      const operations: { action: string; channel: { $ref: string } }[] = Object.values(document.operations);
      const here = operations.filter(({ channel }) => channel.$ref === `#/channels/${topic}`);
      expect(here.map(({ action }) => action)).toEqual(['send', 'receive']);
      expect(document.operations[`${producerOf[topic]}.send.${topic}`].action).toBe('send');
    }
  });
});
