import { tournamentLogApi, tournamentsApi } from '@gym/contracts';
import { admin, call, expectProblem, member, trainer, until, type Answer, type Person } from '../support/gateway.js';

const root = '/api/tournaments';
const start_date = '2027-05-01T09:00:00+02:00';

describe('a tournament before its first match', () => {
  let coach: Person;
  let other: Person;
  let ann: Person;
  let bob: Person;
  beforeAll(async () => {
    const boss = await admin();
    [coach, other] = [await trainer(boss), await trainer(boss)];
    [ann, bob] = [await member('Ann'), await member('Bob')];
  });

  const send = (
    person: Person,
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> => call(method, `${root}${path}`, { token: person.token, body, headers });
  async function create(fields: object = {}): Promise<number> {
    const answer = await send(coach, 'POST', '/', { name: 'Open', start_date, ...fields });
    expect(answer.status).toBe(201);
    return tournamentsApi.tournament.parse(answer.body.tournament).id;
  }
  const detail = async (id: number): Promise<tournamentsApi.TournamentDetail> =>
    tournamentsApi.tournamentDetail.parse((await send(coach, 'GET', `/${id}`)).body);

  it('has a version that guards writes, also through the gateway', async () => {
    const id = await create();
    const read = await send(coach, 'GET', `/${id}`);
    const tag = read.headers.get('etag') ?? '';
    const unchanged = { 'if-none-match': tag };
    expect((await send(coach, 'GET', `/${id}`, undefined, unchanged)).status).toBe(304);
    expect((await send(coach, 'PATCH', `/${id}`, { venue: 'Hall 1' }, { 'if-match': tag })).status).toBe(200);
    const late = await send(coach, 'PATCH', `/${id}`, { venue: 'Hall 2' }, { 'if-match': tag });
    expectProblem(late, 412);
    expect(late.body.version).toBe(2);
    expect((await detail(id)).venue).toBe('Hall 1');
    expect((await send(coach, 'GET', `/${id}`, undefined, unchanged)).status).toBe(200);
  });

  it('has a log for staff', async () => {
    const id = await create();
    await send(coach, 'POST', `/${id}/cancel`, { reason: 'Snow' });
    const log = tournamentLogApi.logPage.parse((await send(other, 'GET', `/${id}/log`)).body);
    expect(log.items.map(({ kind, reason, actor_id }) => [kind, reason, actor_id])).toEqual([
      ['tournament.cancelled', 'Snow', coach.id],
      ['tournament.created', null, coach.id],
    ]);
    expectProblem(await send(ann, 'GET', `/${id}/log`), 403);
  });

  it('is a draft, a copy, or made of a template, and is published under its slug', async () => {
    const id = await create({ draft: true, slug: `cup-${Date.now()}` });
    expectProblem(await send(ann, 'GET', `/${id}`), 404);
    expectProblem(await send(other, 'POST', `/${id}/publish`), 403);
    expect((await send(coach, 'POST', `/${id}/publish`)).status).toBe(200);
    const { slug } = await detail(id);
    expect((await send(ann, 'GET', `/by-slug/${slug}`)).body.id).toBe(id);
    const copy = { name: 'Next', start_date };
    expect((await send(other, 'POST', `/${id}/clone`, copy)).body.tournament.phase).toBe('draft');
    const template = await send(coach, 'POST', '/templates', { name: 'Cup', tournament_id: id });
    tournamentsApi.storedTemplate.parse(template.body);
    expect((await send(coach, 'POST', `/templates/${template.body.id}/tournaments`, copy)).status).toBe(201);
  });

  it('lets people wait, check in, leave and be refused', async () => {
    const minutes = (count: number): string => new Date(Date.now() + count * 60_000).toISOString();
    const id = await create({
      max_participants: 2,
      waiting_list: true,
      approval: 'automatic',
      check_in_opens_at: minutes(-5),
      check_in_closes_at: minutes(30),
    });
    await send(coach, 'PUT', `/${id}/participants`, { participants: [{ name: 'Guest' }] });
    const first = (await send(ann, 'POST', `/${id}/participants`, { name: 'Ann' })).body.participant;
    const second = (await send(bob, 'POST', `/${id}/participants`, { name: 'Bob' })).body.participant;
    expect([first.status, second.status]).toEqual(['approved', 'waitlisted']);
    const path = `/${id}/participants/${first.id}`;
    expectProblem(await send(bob, 'PUT', `${path}/check-in`), 403);
    expect((await send(ann, 'PUT', `${path}/check-in`)).status).toBe(200);
    expect((await send(ann, 'PATCH', `${path}/withdraw`, {})).status).toBe(200);
    expect((await send(bob, 'GET', `/${id}/participants/${second.id}`)).body.status).toBe('approved');
    expect((await send(coach, 'PUT', `/${id}/participants/${second.id}/check-in`)).status).toBe(200);
    const closing = { check_in_closes_at: minutes(-1) };
    expect((await send(coach, 'PATCH', `/${id}`, closing)).status).toBe(200);
    await until('the end of the check-in', async () => {
      const page = await send(coach, 'GET', `/${id}/participants?limit=10&status=dropped`);
      return tournamentsApi.participantPage.parse(page.body).items.length === 1;
    });
    const refused = await send(coach, 'PATCH', `/${id}/participants/${second.id}/disqualify`, { reason: 'Doping' });
    expect(refused.status).toBe(200);
  });

  it('takes a list, an order, categories, and referees', async () => {
    const id = await create({ max_participants: 4 });
    expect((await send(coach, 'POST', `/${id}/categories`, { name: 'Open' })).status).toBe(201);
    const csv = 'name,category\nAnn,Open\nBob,Open';
    const preview = await send(coach, 'POST', `/${id}/participants/import/preview`, { csv });
    expect(tournamentsApi.importPreview.parse(preview.body)).toMatchObject({ rows: 2, approved: 2, faults: [] });
    expect((await send(coach, 'POST', `/${id}/participants/import`, { csv })).status).toBe(201);
    const { categories } = await detail(id);
    const order = { method: 'random', random_seed: 1, category_id: categories[0]?.id };
    expect((await send(coach, 'PUT', `/${id}/seeding`, order)).status).toBe(200);
    const grant = { role: 'referee', name: 'Ann' };
    expect((await send(coach, 'PUT', `/${id}/staff/${ann.id}`, grant)).status).toBe(200);
    expect((await send(coach, 'POST', `/${id}/generate-bracket`)).status).toBe(200);
    const [match] = (await send(ann, 'GET', `/${id}/brackets`)).body;
    const result = { winner_id: match.participant1.id };
    expectProblem(await send(bob, 'PUT', `/${id}/bracket/${match.id}/result`, result), 403);
    expect((await send(ann, 'PUT', `/${id}/bracket/${match.id}/result`, result)).status).toBe(200);
    expect((await detail(id)).phase).toBe('completed');
  });
});
