import { playOn } from './play-support.js';
import { startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.service.stop());

const format = { workouts: [{ id: 'row', measure: 'time' }], division_question: 'division' };
const questions = [{ key: 'division', label: 'Rx or scaled?', type: 'choice', options: ['Rx', 'Scaled'] }];

describe('a leaderboard of workouts', () => {
  it('is read page by page, division by division, with capped and missing scores in their places', async () => {
    const id = await world.create({ tournament_type: 'leaderboard', max_participants: 100, format, questions });
    const csv = ['name,division', ...Array.from({ length: 30 }, (_one, n) => `A${n},${n % 3 === 0 ? 'Scaled' : 'Rx'}`)];
    const imported = await world.call('POST', `/${id}/participants/import`, world.trainer, { csv: csv.join('\n') });
    expect(imported).toMatchObject({ status: 201, body: { approved: 30 } });
    await world.call('POST', `/${id}/generate-bracket`, world.trainer);
    const { items } = (await world.call('GET', `/${id}/participants?limit=100`, world.trainer)).body;
    const idOf = (name: string): number => items.find((item: { name: string }) => item.name === name).id;
    const score = playOn(world, id);
    for (const n of [1, 2, 4, 5, 7]) {
      const status = n === 1 ? 'capped' : 'finished';
      const command = { type: 'score', workout: 'row', participant_id: idOf(`A${n}`), status, value: 500 - n };
      expect((await score(command)).status).toBe(200);
    }
    const all = (await world.call('GET', `/${id}/standings`, world.member(9))).body;
    expect(all.tables.map((table: { division: string; total: number }) => [table.division, table.total])).toEqual(
      expect.arrayContaining([
        ['Rx', 20],
        ['Scaled', 10],
      ]),
    );
    const { table, board } = all.tables.find((one: { division: string }) => one.division === 'Rx');
    const names = (rows: { participant: { name: string } }[]): string[] => rows.map((row) => row.participant.name);
    // The fastest first; whoever ran into the cap after those who finished.
    expect(names(board).slice(0, 5)).toEqual(['A7', 'A5', 'A4', 'A2', 'A1']);
    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await world.call('GET', `/${id}/standings?table=${table}&limit=7${after}`, world.member(9));
      pages.push(...names(body.tables[0].board));
      cursor = body.next_cursor;
    }
    expect(pages).toEqual(names(board));
    expect((await world.call('GET', `/${id}/standings?cursor=7`, world.member(9))).status).toBe(422);
    expect((await world.call('GET', `/${id}/standings?table=99`, world.member(9))).status).toBe(404);
    const ranks = (await world.call('GET', `/${id}/ranks?limit=20`, world.member(9))).body;
    expect(ranks.ranks).toHaveLength(20);
    const rest = (await world.call('GET', `/${id}/ranks?limit=20&cursor=${ranks.next_cursor}`, world.member(9))).body;
    expect(rest).toMatchObject({ ranks: { length: 10 }, next_cursor: null });
  });
});
