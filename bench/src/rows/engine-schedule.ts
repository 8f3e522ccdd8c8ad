import { planSchedule, type Court, type Job } from '@gym/tournament-engine';
import type { Line } from '../harness/report.js';
import { spreadOf } from '../harness/rounds.js';

const minute = 60_000;
const rounds = 9;
const courtCount = 8;
const rules = { start: 0, rest: 10 * minute };

/** Two knock-outs and a league of one day, 502 matches of 20 to 30 minutes, with 10 minutes of rest for everybody. */
export function engineSchedule(): Line[] {
  const jobs = [...knockOut(256, 'open', 20), ...knockOut(128, 'masters', 30), ...league(16, 25)];
  const courts = Array.from({ length: courtCount }, (_court, id): Court => ({
    id,
    open: [{ start: 0, end: 10_000 * minute }],
  }));
  const milliseconds: number[] = [];
  const above: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begin = performance.now();
    const { end, bound } = planSchedule({ jobs, courts, rules });
    milliseconds.push(performance.now() - begin);
    above.push((end / bound.end - 1) * 100);
  }
  const detail = { matches: jobs.length, courts: courtCount, rules, milliseconds };
  const what = `schedule of ${jobs.length} matches on ${courtCount} courts`;
  return [
    { what, against: 'lower bound', unit: '% above', value: spreadOf(above), goal: { atMost: 3 }, detail },
    { what: `${what}, time`, against: '', unit: 'ms', value: spreadOf(milliseconds), goal: { atMost: 1000 }, detail },
  ];
}

function knockOut(size: number, draw: string, minutes: number): Job[] {
  const jobs: Job[] = [];
  let feeders: Job[] = [];
  for (let round = 1; 2 ** round <= size; round += 1) {
    const above = feeders;
    feeders = Array.from({ length: size / 2 ** round }, (_match, at): Job => {
      const pair = above.slice(2 * at, 2 * at + 2);
      return {
        id: `${draw}/${round}.${at}`,
        duration: minutes * minute,
        after: pair.map(({ id }) => id),
        people: round === 1 ? [`${draw} ${2 * at}`, `${draw} ${2 * at + 1}`] : [],
        potential: pair.flatMap(({ people, potential = [] }) => people.concat(potential)),
        draw,
        stage: 1,
        round,
      };
    });
    jobs.push(...feeders);
  }
  return jobs;
}

/** By the circle method; `size` is even. */
function league(size: number, minutes: number): Job[] {
  const seat = (at: number, round: number): number => (at === 0 ? 0 : 1 + ((at - 1 + round) % (size - 1)));
  return Array.from({ length: (size * (size - 1)) / 2 }, (_match, index): Job => {
    const [round, at] = [Math.floor(index / (size / 2)), index % (size / 2)];
    return {
      id: `league/${index}`,
      duration: minutes * minute,
      after: [],
      people: [`league ${seat(at, round)}`, `league ${seat(size - 1 - at, round)}`],
      draw: 'league',
      stage: 1,
      round: round + 1,
    };
  });
}
