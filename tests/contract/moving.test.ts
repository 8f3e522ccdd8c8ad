import { documentApi } from '@gym/contracts';
import { admin, call, type Person } from '../support/gateway.js';

let root: Person;
beforeAll(async () => {
  root = await admin();
});

test('a tournament of a thousand people moves through the gateway as a file, and a file beyond the limit does not', async () => {
  const { token } = root;
  const questions = [{ key: 'about', label: 'About you', type: 'text', max_length: 1000 }];
  const settings = { name: 'Moving', start_date: '2030-05-01T09:00:00Z', max_participants: 1000, questions };
  const { tournament } = (await call('POST', '/api/tournaments', { token, body: settings })).body;
  const path = `/api/tournaments/${tournament.id}`;
  for (const half of [0, 1]) {
    const participants = Array.from({ length: 500 }, (_item, index) => ({
      name: `P${half * 500 + index}`,
      answers: { about: 'x'.repeat(1000) },
    }));
    expect((await call('PUT', `${path}/participants`, { token, body: { participants } })).status).toBe(200);
  }
  expect((await call('POST', `${path}/generate-bracket`, { token })).status).toBe(200);
  const exported = await call('GET', `${path}/export.json`, { token });
  expect(exported.headers.get('content-disposition')).toBe(`attachment; filename="tournament-${tournament.id}.json"`);
  const document = documentApi.tournamentDocument.parse(exported.body);
  expect(JSON.stringify(document).length).toBeGreaterThan(1_048_576);
  const imports = [{}, { 'idempotency-key': 'a-thousand-people-move' }].map(async (headers) => {
    const { status, body } = await call('POST', '/api/tournaments/import', { token, body: { document }, headers });
    expect([status, body.errors]).toEqual([200, undefined]);
    documentApi.imported.parse(body);
    expect(body.tournament).toMatchObject({ phase: 'running', participant_count: 1000 });
    return body.tournament.id;
  });
  expect(new Set([tournament.id, ...(await Promise.all(imports))]).size).toBe(3);
  const padded = { document, padding: 'x'.repeat(3_000_000) };
  const refused = await call('POST', '/api/tournaments/import', { token, body: padded });
  expect([refused.status, refused.body.detail]).toEqual([413, 'The body is larger than 3.75 MiB.']);
});
