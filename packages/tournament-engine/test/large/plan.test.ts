import { conflictsIn, planSchedule, type ScheduleInput } from '../../src/index.js';
import { crowd, doubleKnockOut, knockOut, roundRobin } from '../schedule/draws.js';
import { openCourts, unit } from '../schedule/instances.js';

describe('a planned schedule', () => {
  it('takes 5,000 matches on 8 courts, hardly above the bound', () => {
    const jobs = [
      ...knockOut(crowd(2048, 's'), { draw: 'single', duration: 20 * unit }),
      ...doubleKnockOut(crowd(1024, 'd'), { draw: 'double', duration: 15 * unit }),
      ...roundRobin(crowd(43, 'r'), { draw: 'league', duration: 10 * unit }),
    ];
    const input: ScheduleInput = { jobs, courts: openCourts(8), rules: { start: 0, rest: 10 * unit } };
    const { placements, end, bound } = planSchedule(input);
    expect(jobs.length).toBeGreaterThan(4990);
    expect(placements).toHaveLength(jobs.length);
    expect(conflictsIn(input, placements)).toEqual([]);
    expect(end / bound.end).toBeLessThan(1.03);
  });
});
