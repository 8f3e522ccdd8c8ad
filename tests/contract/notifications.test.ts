import { admin, call, expectProblem, member, trainer, until, type Person } from '../support/gateway.js';
import { connectLive, openSocket } from '../support/live.js';

describe('notifications', () => {
  let coach: Person;
  let ann: Person;
  beforeAll(async () => {
    coach = await trainer(await admin());
    ann = await member('Ann');
  });

  it('says that it is healthy', async () => {
    const answer = await call('GET', '/api/notifications/health');
    expect(answer).toMatchObject({ status: 200, body: { status: 'healthy', service: 'notification-service' } });
  });

  it('gives a ticket that opens one socket', async () => {
    const answer = await call('POST', '/api/notifications/ticket', { token: ann.token });
    expect(answer).toMatchObject({
      status: 200,
      body: { ticket: expect.stringMatching(/^[\w-]{22,}$/), expires_in: 30 },
    });
    expect(answer.body.url).toMatch(/^ws:\/\/.+\/ws\?ticket=/);
    const live = await openSocket(answer.body.url);
    await until('hello', async () => live.frames.some((frame) => frame.type === 'hello'));
    const second = await openSocket(answer.body.url);
    expect(await second.closed).toBe(4401);
    live.close();
  });

  it('gives EventSource the same at the address that the ticket names, and not through the gateway', async () => {
    const { ticket, stream_url } = (await call('POST', '/api/notifications/ticket', { token: ann.token })).body;
    expectProblem(await call('GET', `/api/notifications/stream?ticket=${ticket}`), 421);
    const stopping = new AbortController();
    const stream = await fetch(stream_url, { signal: stopping.signal });
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const body = { message: 'On a stream', user_id: ann.id };
    await call('POST', '/api/notifications/send', { token: coach.token, body });
    let text = '';
    for await (const chunk of stream.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('On a stream')) break;
    }
    stopping.abort();
    expect(text).toMatch(/^id: \d+\ndata: \{"type":"event".*On a stream/m);
    expect((await fetch(stream_url)).status).toBe(401);
  });

  it('refuses a ticket to strangers, except for the tournaments they watch', async () => {
    expectProblem(await call('POST', '/api/notifications/ticket'), 401);
    const made = async (visibility: string): Promise<string> => {
      const body = { name: 'Watched', start_date: '2030-05-01T09:00:00Z', visibility };
      const answer = await call('POST', '/api/tournaments', { token: coach.token, body });
      return `tournament:${answer.body.tournament.id}`;
    };
    const spectator = await connectLive({ topics: [await made('public')] });
    spectator.subscribe('broadcast');
    expect(await spectator.closed).toBe(4403);
    for (const topic of [await made('members'), 'tournament:2147483647']) {
      expectProblem(await call('POST', '/api/notifications/ticket', { body: { topics: [topic] } }), 403);
    }
    const curious = await call('POST', '/api/notifications/ticket', { body: { topics: ['user:1'] } });
    expect([400, 401, 403, 422]).toContain(curious.status);
  });

  it('sends a personal message to one person and to nobody else', async () => {
    const [mine, theirs] = [await connectLive({ token: ann.token }), await connectLive({ token: coach.token })];
    mine.subscribe(`user:${ann.id}`, 'broadcast');
    theirs.subscribe(`user:${coach.id}`, 'broadcast');
    await subscribed(mine, theirs);
    const body = { message: 'See you at six', event_type: 'reminder', user_id: ann.id };
    const answer = await call('POST', '/api/notifications/send', { token: coach.token, body });
    expect(answer).toMatchObject({ status: 200, body: { detail: expect.any(String) } });
    const frame = await mine.event((item) => item.event === 'reminder');
    expect(frame).toMatchObject({ topic: `user:${ann.id}`, data: { message: 'See you at six' } });
    await call('POST', '/api/notifications/broadcast', {
      token: coach.token,
      body: { message: 'last', event_type: 'end' },
    });
    await theirs.event((item) => item.event === 'end');
    expect(theirs.events.filter((item) => item.event === 'reminder')).toEqual([]);
    mine.close();
    theirs.close();
  });

  it('broadcasts to everybody who is connected', async () => {
    const lives = await Promise.all([connectLive({ token: ann.token }), connectLive({ token: coach.token })]);
    for (const live of lives) live.subscribe('broadcast');
    await subscribed(...lives);
    const body = { message: 'The sauna is open' };
    expect((await call('POST', '/api/notifications/broadcast', { token: coach.token, body })).status).toBe(200);
    for (const live of lives) {
      const frame = await live.event((item) => JSON.stringify(item.data).includes('sauna'));
      expect(frame).toMatchObject({ topic: 'broadcast', data: { message: 'The sauna is open' } });
      live.close();
    }
  });

  it('keeps what a person was told, newest first, until it is read', async () => {
    const body = (message: string) => ({ message, user_id: ann.id, event_type: 'kept' });
    for (const message of ['One', 'Two']) {
      expect((await call('POST', '/api/notifications/send', { token: coach.token, body: body(message) })).status).toBe(
        200,
      );
    }
    const list = async (query = '') => {
      const answer = await call('GET', `/api/notifications/${query}`, { token: ann.token });
      expect(answer.status).toBe(200);
      return answer.body;
    };
    const { items, unread_count } = await list('?limit=2');
    expect(items).toMatchObject([
      { topic: `user:${ann.id}`, event: 'kept', data: { message: 'Two' }, is_read: false, time: expect.any(String) },
      { data: { message: 'One' } },
    ]);
    const read = await call('PATCH', `/api/notifications/${items[0].id}/read`, { token: ann.token });
    expect(read).toMatchObject({ status: 200, body: { ids: [items[0].id], unread_count: unread_count - 1 } });
    expect((await list('?unread=true')).items[0].id).toBe(items[1].id);
    const all = await call('POST', '/api/notifications/read-all', { token: ann.token });
    expect(all).toMatchObject({ status: 200, body: { unread_count: 0 } });
    expect(await list('?unread=true')).toEqual({ items: [], next_cursor: null, unread_count: 0 });
    expectProblem(await call('PATCH', `/api/notifications/${items[0].id}/read`, { token: coach.token }), 404);
    expectProblem(await call('PATCH', '/api/notifications/0/read', { token: ann.token }), 404);
    expectProblem(await call('GET', '/api/notifications/'), 401);
    expectProblem(await call('GET', '/api/notifications/?limit=1000', { token: ann.token }), 422);
    expectProblem(await call('DELETE', '/api/notifications/', { token: ann.token }), 405);
  });

  it('closes the socket of somebody who listens at another one’s door', async () => {
    for (const topic of [`user:${coach.id}`, 'admin']) {
      const live = await connectLive({ token: ann.token });
      live.subscribe(topic);
      expect(await live.closed).toBe(4403);
    }
  });

  it('keeps sending to trainers, and refuses wrong fields', async () => {
    for (const path of ['send', 'broadcast']) {
      const url = `/api/notifications/${path}`;
      expectProblem(await call('POST', url, { body: { message: 'x' } }), 401);
      expectProblem(await call('POST', url, { token: ann.token, body: { message: 'x' } }), 403);
      for (const body of [
        {},
        { message: '' },
        { message: 1 },
        { message: 'a\u0000' },
        { message: 'x'.repeat(10_000) },
      ]) {
        const answer = await call('POST', url, { token: coach.token, body });
        expectProblem(answer, 400);
        expect(answer.body.errors[0].pointer).toBe('#/message');
      }
      expectProblem(await call('POST', url, { token: coach.token, body: { message: 'x', event_type: 'a b\n' } }), 400);
    }
    const body = { message: 'x', user_id: 'ann' };
    expectProblem(await call('POST', '/api/notifications/send', { token: coach.token, body }), 400);
  });
});

async function subscribed(...lives: Awaited<ReturnType<typeof connectLive>>[]): Promise<void> {
  for (const live of lives) {
    await until('the subscription', async () => live.frames.some((frame) => frame.type === 'subscribed'));
  }
}
