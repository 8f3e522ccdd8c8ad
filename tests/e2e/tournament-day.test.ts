import { playApi, type tournamentsApi } from '@gym/contracts';
import { openStack } from '@gym/dev';
import type { QueryResultRow } from 'pg';
import { expectWhole, isReady, ranksIn } from '../../services/tournament-service/test/play-support.js';
import { openDatabases, type Databases } from '../faults/src/run/databases.js';
import { admin, member, patiently, until, type Answer, type Person } from '../support/gateway.js';
import { stackHome, stackStatus, type StackStatus } from '../support/replicas.js';

type Match = tournamentsApi.Match;

/** A whole day of one tournament: who comes late or not at all, disputes, a power cut, a wrong result that was played on. */
describe('a tournament day', () => {
  let root: Person;
  let ann: Person;
  let bob: Person;
  let databases: Databases;
  let cuts = 0;
  beforeAll(async () => {
    root = await admin();
    [ann, bob] = [await member('Ann'), await member('Bob')];
    databases = openDatabases(openStack(stackHome).secrets);
  });
  afterAll(async () => {
    await databases.close();
    await until(
      'both replicas to be there for others',
      async () => (await replicas()).every(({ state }) => state === 'ready'),
      30_000,
    );
  });

  it.each([
    ['single_elimination', 21, { best_of: 3, placement: 'third' }],
    ['double_elimination', 11, {}],
    ['round_robin', 8, { draws: true }],
    ['swiss', 40, { rounds: 4 }],
    ['groups_playoff', 16, { lot_seed: 1 }],
    ['stepladder', 8, {}],
  ])('of %s with %i people ends with the ranks of a replay of what was done', async (type, count, format) => {
    const day = await open(type, count, format);
    await comeLate(day);
    const { first } = await dispute(day);
    await stayAway(day);
    await cutThePower(day);
    await playOn(day, 2);
    await correct(day, first);
    await playOn(day, 1000);

    const world = { service: { sql: rowsOf } };
    const state = await expectWhole(world, day.id);
    const { ranks, is_completed } = playApi.ranksView.parse((await ask(day, 'GET', '/ranks')).body);
    expect(is_completed).toBe(true);
    expect(ranks.map(({ rank, participant }) => ({ id: participant.id, rank }))).toEqual(ranksIn(state));
    expect(ranks).toHaveLength(count + 1);
    expect((await ask(day, 'GET', '')).body.phase).toBe('completed');
    const kinds = await rowsOf<{ seq: number }>(
      'select seq from tournament_log where tournament_id = $1 order by seq',
      [day.id],
    );
    expect(kinds.map(({ seq }) => seq)).toEqual(kinds.map((_row, index) => index + 1));
  });

  interface Day {
    id: number;
  }

  const rowsOf = <Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]> =>
    databases.rows<Row>('tournament-db', sql, values);

  function ask({ id }: Day, method: string, path: string, body?: unknown, token = root.token): Promise<Answer> {
    return patiently(method, `/api/tournaments/${id}${path}`, { token, body });
  }

  /** @throws when it is refused */
  async function must(...asked: Parameters<typeof ask>): Promise<Answer['body']> {
    const answer = await ask(...asked);
    expect([asked[2], answer.status, answer.body?.detail]).toEqual([asked[2], 200, undefined]);
    return answer.body;
  }

  const matchesOf = async (day: Day): Promise<Match[]> => must(day, 'GET', '/brackets');
  const readyOf = async (day: Day): Promise<Match[]> => (await matchesOf(day)).filter(isReady);

  async function open(tournament_type: string, count: number, format: object): Promise<Day> {
    const body = {
      name: `Day of ${tournament_type}`,
      start_date: '2027-05-01T09:00:00Z',
      max_participants: 64,
      tournament_type,
      format,
      self_reports: {},
    };
    const made = await patiently('POST', '/api/tournaments', { token: root.token, body });
    expect([made.status, made.body?.detail]).toEqual([201, undefined]);
    const day = { id: made.body.tournament.id };
    const participants = Array.from({ length: count }, (_item, index) => ({ name: `P${index + 1}` }));
    await must(day, 'PUT', '/participants', { participants });
    await must(day, 'POST', '/generate-bracket');
    return day;
  }

  /** Nothing was played yet: all is drawn anew. */
  async function comeLate(day: Day): Promise<void> {
    await must(day, 'PUT', '/participants', { participants: [{ name: 'Late' }], late: true });
  }

  /** Ann and Bob take the places of a match, are called, play, and do not agree; staff say who has won. */
  async function dispute(day: Day): Promise<{ first: number }> {
    const [match] = await readyOf(day);
    const [one, other] = [match?.participant1?.id, match?.participant2?.id];
    if (match === undefined || one === undefined || other === undefined) throw new Error('nothing to play');
    for (const [participant, person] of [
      [one, ann],
      [other, bob],
    ] as const) {
      const body = { name: person.name, user_id: person.id };
      await must(day, 'PATCH', `/participants/${participant}/substitute`, body);
    }
    const path = `/bracket/${match.id}`;
    await must(day, 'PUT', `${path}/call`, { court: 'Court 1' });
    await must(day, 'POST', '/play', { command: { type: 'start', match_id: match.id } });
    await must(day, 'PUT', `${path}/live`, { game: 1, points: [7, 5] });
    const shown = (await matchesOf(day)).find(({ id }) => id === match.id);
    expect(shown).toMatchObject({ court: 'Court 1', status: 'running', live: { game: 1, points: [7, 5] } });
    const report = (person: Person, winner_id: number) =>
      must(day, 'PUT', `${path}/report`, { winner_id }, person.token);
    expect((await report(ann, one)).outcome).toBe('waiting');
    expect((await report(bob, other)).outcome).toBe('disputed');
    expect((await must(day, 'GET', '/reports')).items).toHaveLength(2);
    await must(day, 'PUT', `${path}/result`, { winner_id: other, reason: 'The referee saw it.' });
    expect((await must(day, 'GET', '/reports')).items).toEqual([]);
    return { first: match.id };
  }

  async function stayAway(day: Day): Promise<void> {
    const [match] = await readyOf(day);
    if (match === undefined) throw new Error('nothing to play');
    const command = { type: 'walkover', match_id: match.id, winner_id: match.participant1?.id, why: 'no-show' };
    await must(day, 'POST', '/play', { command, reason: 'Was called three times.' });
  }

  async function replicas(): Promise<StackStatus['services'][number]['replicas']> {
    const { services } = await stackStatus();
    return services.find(({ name }) => name === 'tournament-service')?.replicas ?? [];
  }

  /**
   * Results are on their way when a replica is killed; whoever heard nothing asks again. By turns, as a process that is
   * killed again and again is a crash loop.
   */
  async function cutThePower(day: Day): Promise<void> {
    let victim: number | null | undefined;
    await until('a replica to kill', async () => {
      const replica = (await replicas())[cuts % 2];
      victim = replica?.state === 'ready' ? replica.pid : undefined;
      return victim != null;
    });
    cuts += 1;
    const reports = (await readyOf(day)).slice(0, 6).map((match) => report(day, match));
    if (victim == null) throw new Error('unreachable');
    process.kill(victim, 'SIGKILL');
    await Promise.all(reports);
  }

  async function report(day: Day, match: Match): Promise<void> {
    const winner = (match.match_number + match.round) % 3 === 0 ? match.participant2 : match.participant1;
    await must(day, 'PUT', `/bracket/${match.id}/result`, { winner_id: winner?.id });
  }

  /** As long as there is something to play, at most so many times everything that can be played at once. */
  async function playOn(day: Day, times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      const ready = await readyOf(day);
      for (const match of ready) await report(day, match);
      if (ready.length > 0) continue;
      const drawn = await ask(day, 'POST', '/generate-bracket');
      if (drawn.status === 409) return;
      expect(drawn.status).toBe(200);
    }
  }

  /** The first result was wrong, and two rounds were played on it. */
  async function correct(day: Day, first: number): Promise<void> {
    const before = (await matchesOf(day)).find(({ id }) => id === first);
    const right = before?.winner_id === before?.participant1?.id ? before?.participant2 : before?.participant1;
    const command = { type: 'report', match_id: first, winner_id: right?.id };
    const preview = await must(day, 'POST', '/play/preview', { command, correct: true });
    const reason = 'The card was read the wrong way round.';
    const refused = await ask(day, 'POST', '/play', { command, correct: true, reason });
    expect(refused.status).toBe(preview.reset.length > 0 ? 409 : 200);
    const forced = await must(day, 'POST', '/play', { command, correct: true, force: true, reason });
    expect(new Set(forced.reset)).toEqual(new Set(preview.reset));
    const after = (await matchesOf(day)).find(({ id }) => id === first);
    expect(after?.winner_id).toBe(right?.id);
    const [entry] = (await must(day, 'GET', '/log?limit=1')).items;
    expect(entry).toMatchObject({ kind: 'draw.played', actor_id: root.id, reason });
    const told = await rowsOf<{ payload: unknown }>(
      `select event->'data'->'payload' as payload from outbox
       where subject = $1 and event->>'type' = 'gym.bracket.corrected.v1' order by seq desc limit 1`,
      [String(day.id)],
    );
    expect(told).toMatchObject([{ payload: { reason, user_ids: expect.arrayContaining([ann.id, bob.id]) } }]);
  }
});
