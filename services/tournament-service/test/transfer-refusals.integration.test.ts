import { startWorld, type World } from './support.js';
import { exported, fullTournament, importing, signed, type Document } from './transfer-support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.service.stop());

describe('what cannot be believed is refused, and nothing is done', () => {
  let document: Document;
  beforeAll(async () => {
    document = await exported(world, await fullTournament(world));
  });
  const rows = (): Promise<object[]> =>
    world.service.sql(
      'select (select count(*) from tournaments) as tournaments, (select count(*) from outbox) as outbox',
    );
  const first = ({ draws: [draw] }: Document) => {
    if (draw === undefined) throw new Error('no draw');
    return draw;
  };

  it.each<[string, string, (whole: Document) => void]>([
    [
      'a draw of which something is missing',
      '#/document/draws/0/digest',
      (one) => void Object.assign(first(one), { events: [] }),
    ],
    [
      'a command that the draw does not allow',
      '#/document/draws/0/events/1/command',
      (one) => first(one).events.push({ entry: 1, command: { type: 'report', match: 99, winner: 0 }, texts: [] }),
    ],
    [
      'a command that nobody knows',
      '#/document/draws/0/events/1/command/type',
      (one) => first(one).events.push({ entry: 1, command: { type: 'win' }, texts: [] }),
    ],
    [
      'nothing to take back',
      '#/document/draws/0/events/1/command',
      (one) => first(one).events.push({ entry: 1, command: { type: 'redo' }, texts: [] }),
    ],
    [
      'a format that cannot be drawn',
      '#/document/draws/0/stages',
      (one) => void Object.assign(first(one), { stages: [{ format: 'single-elimination', bestOf: -1 }] }),
    ],
    [
      'too many matches',
      '#/document/draws/1/stages',
      (one) =>
        void Object.assign(one.draws[1] ?? {}, {
          stages: [{ format: 'round-robin', meetings: 2 }],
          entrants: Array.from({ length: 1000 }, (_item, at) => at + 1),
        }),
    ],
    [
      'an entry of the log that is not there',
      '#/document/draws/0/entry',
      (one) => void Object.assign(first(one), { entry: 999 }),
    ],
    [
      'a person who is not in it',
      '#/document/participants/0/person',
      (one) => void Object.assign(one.participants[0] ?? {}, { person: 99 }),
    ],
    [
      'somebody twice',
      '#/document/participants/1/id',
      (one) => void Object.assign(one.participants[1] ?? {}, { id: 1 }),
    ],
    [
      'a standing that the draw denies',
      '#/document/participants/0/status',
      (one) => void Object.assign(one.participants[0] ?? {}, { status: 'withdrawn' }),
    ],
    [
      'two matches on one court',
      '#/document/schedule/slots/2/starts_at',
      (one) =>
        void Object.assign(one.schedule.slots[1] ?? {}, {
          ...one.schedule.slots[2],
          match: one.schedule.slots[1]?.match,
        }),
    ],
    [
      'more people than places',
      '#/document/tournament/settings/max_participants',
      (one) => void Object.assign(one.tournament.settings, { max_participants: 2 }),
    ],
    [
      'a status that does not fit',
      '#/document/tournament/status',
      (one) => void Object.assign(one.tournament, { status: 'completed' }),
    ],
    [
      'an end in the future',
      '#/document/draws/0/completed_at',
      (one) => void Object.assign(first(one), { completed_at: '2100-01-01T00:00:00Z' }),
    ],
    ['a part that nobody knows', '#/document/tournament', (one) => void Object.assign(one.tournament, { owner: 1 })],
    [
      'an act that nobody knows',
      '#/document/history/0/kind',
      (one) => void Object.assign(one.history[0] ?? {}, { kind: 'tournament.won' }),
    ],
    [
      'a sign that cannot be kept',
      '#/document/history/0/payload/settings/name',
      (one) => void Object.assign(one.history[0]?.payload['settings'] ?? {}, { name: 'a\0b' }),
    ],
    [
      'an organiser of some courts',
      '#/document/staff/0/courts',
      (one) => void Object.assign(one.staff[0] ?? {}, { role: 'organiser', courts: ['1'] }),
    ],
    [
      'more scores than anybody could enter',
      '#/document/draws/0/stages',
      (one) => {
        const workouts = Array.from({ length: 1000 }, (_item, at) => ({ id: `${at}`, measure: 'time' }));
        const entrants = workouts.map((_item, at) => at + 1);
        Object.assign(first(one), {
          entrants,
          stages: [{ format: 'leaderboard', workouts, scoring: { by: 'places' } }],
        });
      },
    ],
    ['a newer version', '#/document/version', (one) => void Object.assign(one, { version: 2 })],
  ])('%s', async (_what, pointer, change) => {
    const changed = structuredClone(document);
    change(changed);
    const before = await rows();
    const { status, body } = await importing(world, signed(changed));
    expect([status, body.errors?.map((fault: { pointer: string }) => fault.pointer)]).toEqual([
      422,
      expect.arrayContaining([pointer]),
    ]);
    const preview = await importing(world, signed(changed), { preview: true });
    expect([preview.status, preview.body.faults]).toEqual([200, body.errors]);
    expect(await rows()).toEqual(before);
  });

  test('a changed file whose checksum was left, something else, strangers, and people who are not in it', async () => {
    const damaged = structuredClone(document);
    damaged.tournament.settings.name = 'Mine now';
    const faultsOf = async (one: object, more: object = {}) =>
      (await importing(world, one, more)).body.errors?.map(({ pointer }: { pointer: string }) => pointer);
    expect(await faultsOf(damaged)).toEqual(['#/document/checksum']);
    expect(await faultsOf({ format: 'else' })).toEqual(['#/document/format', '#/document/version']);
    expect(await faultsOf(document, { people: { 99: 7, 1: 8, 2: 8 } })).toEqual(['#/people/2', '#/people/99']);
    for (const path of ['/import', '/1/export.json']) {
      const method = path === '/import' ? 'POST' : 'GET';
      expect(
        (await world.call(method, path, world.member(9), method === 'POST' ? { document } : undefined)).status,
      ).toBe(403);
    }
    expect((await world.call('GET', '/2147483647/export.json', world.trainer)).status).toBe(404);
    expect((await importing(world, { ...document, padding: 'x'.repeat(4_000_000) })).status).toBe(413);
  });

  test('what is nested deeper than anything in a document', async () => {
    const deep = structuredClone(document);
    Object.assign(deep.history[0] ?? {}, { payload: { deep: 'HERE' } });
    const text = JSON.stringify({ document: deep }).replace('"HERE"', '['.repeat(100_000) + ']'.repeat(100_000));
    const { status, body } = await world.call('POST', '/import', world.trainer, text);
    expect([status, body.errors]).toEqual([
      422,
      [
        {
          pointer: expect.stringMatching(/^#\/document\/history\/0\/payload\/deep\/0/),
          message: 'is nested too deeply',
        },
      ],
    ]);
  });

  test('sent twice with one key it is one tournament, else two', async () => {
    const headers = { 'idempotency-key': `move-${Date.now()}` };
    const once = () => world.call('POST', '/import', world.trainer, { document }, headers);
    const [one, other, third] = [await once(), await once(), await importing(world, document)];
    expect(other.body).toEqual(one.body);
    expect(third.body.tournament.id).not.toBe(one.body.tournament.id);
    expect(third.body.tournament.slug).not.toBe(one.body.tournament.slug);
  });
});
