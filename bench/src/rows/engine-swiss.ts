import { pairSwiss, seededRandom, type Game, type SwissRound } from '@gym/tournament-engine';
import type { Line } from '../harness/report.js';
import { spreadOf } from '../harness/rounds.js';

const sizes = [
  { entrants: 1000, rounds: 10, seconds: 2 },
  { entrants: 5000, rounds: 7, seconds: 60 },
];

/** Every round of a Swiss tournament with sides balanced, which is the hard case; the better seed wins more often. */
export function swissLines(): Line[] {
  return sizes.map(({ entrants, rounds, seconds }) => {
    const field = Array.from({ length: entrants }, (_item, index) => ({ id: index + 1, active: true }));
    const random = seededRandom(entrants);
    const games: Game[] = [];
    const times: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const start = performance.now();
      const paired = pairSwiss({ entrants: field, games, options: { balanceSides: true } });
      times.push((performance.now() - start) / 1000);
      games.push(...play(paired, (below) => random.below(below)));
    }
    return {
      what: `a Swiss round of ${entrants}, over ${rounds} rounds`,
      against: `${seconds} seconds`,
      unit: 's',
      value: spreadOf(times),
      goal: { atMost: seconds },
      detail: { times },
    };
  });
}

/** Of a hundred games 30 are drawn and 45 won by the better seed. */
function play({ round, pairs }: SwissRound, below: (count: number) => number): Game[] {
  return pairs.map(({ sides }): Game => {
    const roll = below(100);
    const better = sides[0] < sides[1] ? 'first' : 'second';
    const worse = better === 'first' ? 'second' : 'first';
    const outcome = roll < 30 ? 'draw' : roll < 75 ? better : worse;
    return { id: `${round}-${sides[0]}`, round, sides, kind: 'played', outcome };
  });
}
