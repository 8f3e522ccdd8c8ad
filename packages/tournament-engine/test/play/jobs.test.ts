import { jobsOf, type Job } from '../../src/index.js';
import { doAll, drawn, match, playAll, realMatches } from '../support.js';

const minute = 60_000;
const jobs = (state: Parameters<typeof jobsOf>[0]): Map<unknown, Job> =>
  new Map(jobsOf(state, () => minute).map((job) => [job.id, job]));

describe('the jobs of a tournament', () => {
  it('name who plays, who may play, and what comes before', () => {
    const state = doAll(drawn(6, { format: 'single-elimination' }), { type: 'report', match: 1, winner: 1 });
    const all = jobs(state);
    expect([...all.keys()]).toEqual([3, 4, 5, 6]);
    expect(all.get(3)).toEqual({
      id: 3,
      duration: minute,
      after: [],
      people: ['e3', 'e6'],
      potential: [],
      draw: 'stage 0',
      stage: 1,
      round: 1,
    });
    expect(all.get(4)).toMatchObject({ after: [], people: ['e1', 'e5'], potential: [] });
    expect(all.get(5)).toMatchObject({ after: [3], people: ['e2'], potential: ['e3', 'e6'] });
    expect(all.get(6)).toMatchObject({ after: [4, 5], people: [], potential: ['e1', 'e5', 'e2', 'e3', 'e6'] });
  });

  it('see through the byes of a losers bracket', () => {
    const state = drawn(6, { format: 'double-elimination' });
    const first = match(state, 'winners', 1, 2);
    const upper = match(state, 'winners', 2, 2);
    const joined = jobs(state).get(match(state, 'losers', 2, 1).id);
    expect(new Set(joined?.after)).toEqual(new Set([first.id, upper.id]));
    expect(joined?.potential).toEqual(expect.arrayContaining(['e4', 'e5', 'e2', 'e3', 'e6']));
  });

  it('wait for all matches of the groups that decide who comes', () => {
    const state = drawn(6, { format: 'round-robin', groups: 2 }, { format: 'round-robin', qualify: { top: 1 } });
    const last = jobs(state).get(6);
    expect(new Set(last?.after)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    expect(last?.people).toEqual(['table 2, member 1', 'table 2, member 2']);
    expect(last?.potential).toHaveLength(6);
    expect(last).toMatchObject({ draw: 'table 2', stage: 2 });
  });

  it('are as many as there are matches to play, and none at the end', () => {
    const state = drawn(13, { format: 'double-elimination' });
    expect(jobs(state).size).toBe(realMatches(state).length);
    expect(jobs(playAll(state).state).size).toBe(0);
  });
});
