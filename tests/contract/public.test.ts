import { admin, call, gatewayUrl, trainer, until, type Person } from '../support/gateway.js';

/** The whole way: service, broker, and every gateway's cache. */
describe('what everybody may watch', () => {
  let coach: Person;
  let path: string;
  let id: number;
  beforeAll(async () => {
    coach = await trainer(await admin());
    const body = { name: 'Open doors', start_date: '2030-05-01T09:00:00Z' };
    id = (await call('POST', '/api/tournaments', { token: coach.token, body })).body.tournament.id;
    path = `/api/tournaments/${id}`;
    const participants = { participants: ['Ann', 'Bob', 'Cleo', 'Dan'].map((name) => ({ name })) };
    await call('PUT', `${path}/participants`, { token: coach.token, body: participants });
    await call('POST', `${path}/generate-bracket`, { token: coach.token });
  });

  const bracket = () => call('GET', `/api/public/tournaments/${id}/bracket`);

  it('shows the bracket to strangers, from memory, and a result as soon as it is known', async () => {
    await until('it is kept', async () => (await bracket()).headers.get('cache-status') === 'api-gateway; hit');
    const [match] = (await bracket()).body.matches;
    const body = { winner_id: match.participant1_id, score: '11:8' };
    await call('PUT', `${path}/bracket/${match.id}/result`, { token: coach.token, body });
    await until('the result', async () => (await bracket()).body.matches[0].score === '11:8');
    await until('it is kept again', async () => (await bracket()).headers.get('cache-status') === 'api-gateway; hit');
  });

  it('shows nothing any more once it is for members', async () => {
    expect((await bracket()).status).toBe(200);
    await call('PATCH', path, { token: coach.token, body: { visibility: 'members' } });
    await until('it is gone', async () => (await bracket()).status === 404);
  });

  it('answers other verbs with 405', async () => {
    const answer = await call('POST', '/api/public/tournaments', { body: {} });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('lets pages of others frame the embedded view, and nothing else', async () => {
    const policy = async (page: string) => {
      const { headers, status } = await fetch(`${gatewayUrl}${page}`);
      return [
        status,
        headers.get('x-frame-options'),
        /frame-ancestors ([^;]+)/.exec(headers.get('content-security-policy') ?? '')?.[1],
      ];
    };
    expect(await policy('/embed/open-doors')).toEqual([200, null, '*']);
    for (const page of ['/screen/open-doors', '/sheets/open-doors', '/', '/embed.html']) {
      expect(await policy(page)).toEqual([200, 'DENY', "'none'"]);
    }
  });
});
