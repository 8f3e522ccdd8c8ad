import { itemsOf, type State } from '@gym/tournament-engine';
import type { tournamentsApi } from '@gym/contracts';
import { eventually, startTestService, type TestService } from '../../../tests/support/service.js';
import { createService } from '../src/service.js';
import { expectWhole, isReady, playOn, statesOf } from './play-support.js';
import { root, startWorld, type World } from './support.js';

let world: World;
let second: TestService;
beforeAll(async () => {
  world = await startWorld();
  second = await startTestService('tournament-service', createService, {
    environment: world.service.environment,
    podName: 'tournament-service-1',
  });
});
afterAll(async () => {
  await second.stop();
  await world.service.stop();
});

const favourite = (match: tournamentsApi.Match): number => {
  const sides = [match.participant1, match.participant2].map((side) => side ?? { id: 0, seed: Infinity });
  return sides.toSorted((a, b) => (a.seed ?? Infinity) - (b.seed ?? Infinity))[0]?.id ?? 0;
};

/** What was played, without who was told what first. */
const outcome = (state: State) =>
  [...itemsOf(state.matches)].map(({ id, sides, decision }) => ({ id, sides, decision }));

describe('two replicas', () => {
  it('told every result twice at once by fifty clients come to the state of one that hears them in order', async () => {
    const { id } = await world.draw(64);
    const clients = Array.from({ length: 50 }, (_client, index) => (index % 2 === 0 ? world.service : second));
    for (;;) {
      const open = (await world.bracket(id)).filter(isReady);
      if (open.length === 0) break;
      const reports = [...open, ...open].map((match) => ({ match: match.id, winner_id: favourite(match) }));
      await Promise.all(
        clients.map(async (client) => {
          for (let report = reports.shift(); report !== undefined; report = reports.shift()) {
            const { match, winner_id } = report;
            const options = { token: world.trainer, body: { winner_id, correct: false } };
            const answer = await client.call('PUT', `${root}/${id}/bracket/${match}/result`, options);
            expect(answer.status).toBe(200);
          }
        }),
      );
    }
    const one = await world.draw(64);
    for (
      let open = one.bracket.filter(isReady);
      open.length > 0;
      open = (await world.bracket(one.id)).filter(isReady)
    ) {
      for (const match of open) await world.result(one.id, match.id, favourite(match));
    }
    const [many, sequential] = [await expectWhole(world, id), await expectWhole(world, one.id)];
    expect(outcome(many)).toEqual(outcome(sequential));
    expect(many.head.version).toBe(sequential.head.version);
    expect((await world.events(id)).filter(({ type }) => type === 'gym.match.finished.v1')).toHaveLength(63);
  });

  it('hear fifty people report their own matches, both sides twice at once, and decide each match once', async () => {
    const users = Array.from({ length: 50 }, (_item, index) => 3000 + index);
    const { id, bracket } = await world.drawMembers(users, { self_reports: {} });
    const open = bracket.filter(isReady);
    const reports = open.flatMap((match) =>
      [match.participant1, match.participant2, match.participant1, match.participant2].map(async (side, index) => {
        const token = world.member(side?.user_id ?? 0);
        const options = { token, body: { winner_id: favourite(match) } };
        const client = index % 2 === 0 ? world.service : second;
        return client.call('PUT', `${root}/${id}/bracket/${match.id}/report`, options);
      }),
    );
    const answers = await Promise.all(reports);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(answers.filter(({ body }) => body.outcome === 'agreed')).toHaveLength(open.length);
    expect(answers.filter(({ body }) => body.outcome === 'disputed')).toEqual([]);
    const decided = (await world.bracket(id)).filter((match) => open.some((before) => before.id === match.id));
    expect(decided.map(({ winner_id }) => winner_id)).toEqual(open.map(favourite));
    expect((await world.events(id)).filter(({ type }) => type === 'gym.match.finished.v1')).toHaveLength(open.length);
    await expectWhole(world, id);
  });

  it('each go on where the other one left off, also with undo and with a whole new draw', async () => {
    const { id, participants, bracket } = await world.draw(4, { tournament_type: 'round_robin' });
    const play = { here: playOn(world, id), there: (command: object) => there(id, command) };
    for (const [index, match] of bracket.entries()) {
      const command = { type: 'report', match_id: match.id, points: [index + 1, 0] };
      expect((await (index % 2 === 0 ? play.here : play.there)(command)).status).toBe(200);
    }
    for (let steps = 0; steps < 6; steps++) {
      expect((await (steps % 2 === 0 ? play.here : play.there)({ type: 'undo' })).status).toBe(200);
    }
    expect((await play.there({ type: 'seed', order: participants.toReversed() })).status).toBe(200);
    expect((await play.here({ type: 'undo' })).status).toBe(200);
    expect((await play.there({ type: 'redo' })).status).toBe(200);
    await expectWhole(world, id);
    const standings = await second.call('GET', `${root}/${id}/standings`, { token: world.trainer });
    expect(standings.body.draw_version).toBe((await statesOf(world, id)).rows.head.version);
  });

  it('go on when their connections to the database are cut in the middle of a bracket', async () => {
    const { id, bracket } = await world.draw(8);
    const reported = bracket.filter(isReady).map(async (match, index) => {
      const body = { winner_id: favourite(match) };
      const path = `${root}/${id}/bracket/${match.id}/result`;
      const client = index % 2 === 0 ? second : world.service;
      await eventually('the result is taken', async () => {
        return (await client.call('PUT', path, { token: world.trainer, body })).status === 200;
      });
    });
    await world.service.sql(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await Promise.all(reported);
    expect((await world.bracket(id)).filter(({ winner_id }) => winner_id !== null)).toHaveLength(4);
    await expectWhole(world, id);
  });
});

const there = (id: number, command: object) =>
  second.call('POST', `${root}/${id}/play`, { token: world.trainer, body: { command } });
