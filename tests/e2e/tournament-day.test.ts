import { playApi, type tournamentsApi } from '@gym/contracts';
import { openStack } from '@gym/dev';
import type { QueryResultRow } from 'pg';
import { expectWhole, isReady, ranksIn } from '../../services/tournament-service/test/play-support.js';
import { openDatabases, type Databases } from '../faults/src/run/databases.js';
import { admin, member, patiently, until, type Answer, type Person } from '../support/gateway.js';
import { stackHome, stackStatus, type StackStatus } from '../support/replicas.js';

type Match = tournamentsApi.Match;

/** Whoever loses in the first round of a bracket of eight plays on for the fifth place. */
const eightWithLosers = `
  A=[1,8] B=[4,5] C=[2,7] D=[3,6] E=[W:A,W:B] F=[W:C,W:D] final=[W:E,W:F]
  G=[L:A,L:B] H=[L:C,L:D] fifth=[W:G,W:H]`;

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
    ['custom', 8, { bracket: eightWithLosers }],
  ])('of %s with %i people ends with the ranks of a replay of what was done', async (type, count, format) => {
    const day = await open(type, count, format);
    const late = await comeLate(day, type === 'custom' ? 400 : 200);
    const { first } = await dispute(day);
    await stayAway(day);
    await cutThePower(day);
    await playOn(day, 2);
    await correct(day, first);
    await playOn(day, 1000);

    expect(await ranksAtTheEnd(day)).toHaveLength(count + late);
  });

  test('of a leaderboard, with scores that were wrong and a power cut, ends with the ranks of a replay of what was done', async () => {
    const workouts = [
      { id: 'row', measure: 'time' },
      { id: 'lift', measure: 'load' },
    ];
    const day = await open('leaderboard', 10, { workouts, top: 4 });
    expect(await comeLate(day)).toBe(1);
    const people: { id: number }[] = (await must(day, 'GET', '/participants')).filter(
      ({ status }: { status: string }) => status === 'approved',
    );
    await enterScores(day, 'row', people);
    const [best, next, absent] = people;
    // Read from the wrong line, and taken back; then it was right after all.
    const wrong = { type: 'score', participant_id: best?.id, workout: 'row', value: 900 };
    const reason = 'Read from the wrong line.';
    expect((await ask(day, 'POST', '/play', { command: wrong, reason })).status).toBe(409);
    await must(day, 'POST', '/play', { command: wrong, correct: true, reason });
    await must(day, 'POST', '/play', { command: { type: 'undo' } });
    const gone = { type: 'withdraw', participant_id: absent?.id };
    await must(day, 'POST', '/play', { command: gone, reason: 'Hurt the back.' });
    const others = people.filter((one) => one !== absent);
    await cutThePower(day, () => enterScores(day, 'lift', others.slice(0, 5)));
    await enterScores(day, 'lift', others.slice(5));
    await must(day, 'POST', '/play', {
      command: { ...wrong, participant_id: next?.id, value: 250 },
      correct: true,
      force: true,
      reason,
    });
    await playOn(day, 1000);
    expect(await ranksAtTheEnd(day)).toHaveLength(people.length);
  });

  test('on which a court is lost at noon: the rest is planned again, people are told, and nothing is booked twice', async () => {
    const minute = 60_000;
    const at = (minutes: number): string => new Date(begin + minutes * minute).toISOString();
    const begin = Date.now() + minute;
    const day = await open('groups_playoff', 8, { lot_seed: 1 }, at(0));
    const { first } = await dispute(day);
    await must(day, 'PUT', '/schedule/settings', { match_minutes: 20, rest_minutes: 5 });
    const courts: number[] = [];
    for (const name of ['Court 1', 'Court 2']) {
      const made = await ask(day, 'POST', '/courts', { name, open: [{ starts_at: at(-1), ends_at: at(720) }] });
      expect(made.status).toBe(201);
      courts.push(made.body.id);
    }
    await must(day, 'POST', '/schedule/replan', {});
    const [lost, other] = courts;
    const [match] = await readyOf(day);
    if (match === undefined) throw new Error('nothing to play');
    await must(day, 'POST', '/play', { command: { type: 'start', match_id: match.id } });
    const lost_courts = [{ court_id: lost, from: at(30) }];
    const preview = await must(day, 'POST', '/schedule/replan', { preview: true, lost_courts });
    const planned = await must(day, 'POST', '/schedule/replan', { lost_courts, reason: 'The roof leaks.' });
    expect([planned.moved, planned.unplaced]).toEqual([preview.moved, []]);
    expect(planned.moved.length).toBeGreaterThan(0);
    const { items } = await must(day, 'GET', '/schedule?limit=500');
    const after = items.filter((item: { started_at: string | null }) => item.started_at === null);
    expect(
      new Set(
        after
          .filter((item: { ends_at: string }) => item.ends_at > at(30))
          .map((item: { court: { id: number } }) => item.court.id),
      ),
    ).toEqual(new Set([other]));
    await expectNothingTwice(day);
    const [told] = await rowsOf<{ users: number[] }>(
      `select event->'data'->'payload'->'user_ids' as users from outbox
       where subject = $1 and event->>'type' = 'gym.schedule.changed.v1' order by seq desc limit 1`,
      [String(day.id)],
    );
    expect(told?.users).toEqual(expect.arrayContaining([ann.id, bob.id]));
    await until('Ann to be told', async () => {
      const { body } = await patiently('GET', '/api/notifications', { token: ann.token });
      return (
        body.items.filter(
          ({ event, data }: { event: string; data: { tournament_id: number } }) =>
            event === 'schedule.changed' && data.tournament_id === day.id,
        ).length >= 2
      );
    });
    await cutThePower(day);
    await correct(day, first);
    await playOn(day, 1000);
    await expectNothingTwice(day);
    expect(await ranksAtTheEnd(day)).toHaveLength(8);
  });

  /** The tournament is over, and its rows and ranks are those of a replay of its events. */
  async function ranksAtTheEnd(day: Day): Promise<object[]> {
    const world = { service: { sql: rowsOf } };
    const state = await expectWhole(world, day.id);
    const { ranks, is_completed } = playApi.ranksView.parse((await ask(day, 'GET', '/ranks')).body);
    expect(is_completed).toBe(true);
    expect(ranks.map(({ rank, participant }) => ({ id: participant.id, rank }))).toEqual(ranksIn(state));
    expect((await ask(day, 'GET', '')).body.phase).toBe('completed');
    const kinds = await rowsOf<{ seq: number }>(
      'select seq from tournament_log where tournament_id = $1 order by seq',
      [day.id],
    );
    expect(kinds.map(({ seq }) => seq)).toEqual(kinds.map((_row, index) => index + 1));
    return ranks;
  }

  /** Of matches that have not begun: two on a court, or one person in two, at the same time. */
  async function expectNothingTwice({ id }: Day): Promise<void> {
    const twice = await rowsOf(
      `select one.match_id, other.match_id from match_slots one
         join matches first on first.id = one.match_id
         join match_slots other on other.tournament_id = one.tournament_id and other.match_id > one.match_id
         join matches second on second.id = other.match_id
       where one.tournament_id = $1 and one.during && other.during and not one.has_begun and not other.has_begun
         and (one.court_id = other.court_id
           or array[first.participant1_id, first.participant2_id] && array[second.participant1_id, second.participant2_id])`,
      [id],
    );
    expect(twice).toEqual([]);
  }

  async function enterScores(day: Day, workout: string, people: { id: number }[]): Promise<void> {
    for (const { id: participant_id } of people) {
      const value = 100 + ((participant_id * 37) % 211);
      await must(day, 'POST', '/play', { command: { type: 'score', participant_id, workout, value } });
    }
  }

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

  async function open(
    tournament_type: string,
    count: number,
    format: object,
    start_date = '2027-05-01T09:00:00Z',
  ): Promise<Day> {
    const body = {
      name: `Day of ${tournament_type}`,
      start_date,
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

  /**
   * Nothing was played yet: all is drawn anew; but a bracket that was written down has its places.
   * @returns how many came
   */
  async function comeLate(day: Day, status = 200): Promise<number> {
    const answer = await ask(day, 'PUT', '/participants', { participants: [{ name: 'Late' }], late: true });
    expect(answer.status).toBe(status);
    return status === 200 ? 1 : 0;
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
  async function cutThePower(
    day: Day,
    work: () => Promise<unknown> = async () => {
      await Promise.all((await readyOf(day)).slice(0, 6).map((match) => report(day, match)));
    },
  ): Promise<void> {
    let victim: number | null | undefined;
    await until('a replica to kill', async () => {
      const replica = (await replicas())[cuts % 2];
      victim = replica?.state === 'ready' ? replica.pid : undefined;
      return victim != null;
    });
    cuts += 1;
    if (victim == null) throw new Error('unreachable');
    const working = work();
    process.kill(victim, 'SIGKILL');
    await working;
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
