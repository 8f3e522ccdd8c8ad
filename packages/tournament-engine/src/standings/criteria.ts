import type { EntrantId } from './game.js';
import { buchholz, opponentScores } from './opponents.js';
import type { Criterion, StandingsRules, TiedCriterion } from './rules.js';
import { add, emptyTally, share, type OwnGame, type Tally } from './tally.js';

/** A value for each of those compared; null where the criterion does not apply to them. */
export type Values = (number | null)[];

export interface Judge {
  /** Values that do not depend on who is tied. */
  overall(criterion: Exclude<Criterion, TiedCriterion>, tally: Tally): number;
  /** Values from the games among the given entrants. */
  among(criterion: TiedCriterion, tied: readonly Tally[]): Values;
}

export function judge(tallies: ReadonlyMap<EntrantId, Tally>, rules: StandingsRules): Judge {
  const opponentsOf = opponentScores(tallies, rules);
  const cutByChoice = rules.unplayed === 'dummy';
  let rounds = 0;
  for (const { games } of tallies.values()) rounds = Math.max(rounds, games.at(-1)?.round ?? 0);
  const half = (rounds * rules.points.win) / 2;
  const cut = (tally: Tally, lowest: number, highest: number): number =>
    buchholz(opponentsOf(tally), lowest, highest, cutByChoice);

  const overall: Record<Exclude<Criterion, TiedCriterion>, (tally: Tally) => number> = {
    points: (tally) => tally.points,
    wins: (tally) => tally.wins,
    'played-wins': ({ games }) => games.filter(isPlayedWin).length,
    'second-side-wins': ({ games }) => games.filter((game) => isPlayedWin(game) && game.second).length,
    difference: ({ score }) => score[0] - score[1],
    for: ({ score }) => score[0],
    against: ({ score }) => score[1],
    share: ({ score }) => share(score),
    'fine-difference': ({ fine }) => fine[0] - fine[1],
    'fine-for': ({ fine }) => fine[0],
    'fine-share': ({ fine }) => share(fine),
    buchholz: (tally) => cut(tally, 0, 0),
    'buchholz-cut-1': (tally) => cut(tally, 1, 0),
    'buchholz-cut-2': (tally) => cut(tally, 2, 0),
    'buchholz-median': (tally) => cut(tally, 1, 1),
    'sonneborn-berger': (tally) => opponentsOf(tally).reduce((sum, { score, taken }) => sum + score * taken, 0),
    koya: ({ games }) =>
      games
        .filter(({ opponent }) => opponent !== null && (tallies.get(opponent)?.points ?? 0) >= half)
        .reduce((sum, { points }) => sum + points, 0),
    progressive: ({ games }) => games.reduce((sum, { points, round }) => sum + points * (rounds - round + 1), 0),
  };
  return {
    overall: (criterion, tally) => overall[criterion](tally),
    among(criterion, tied) {
      const members = new Set(tied.map(({ entrant }) => entrant));
      const inner = tied.map((tally) => {
        const own = emptyTally(tally.entrant);
        const opponents = new Set<EntrantId>();
        for (const game of tally.games) {
          if (game.opponent === null || !members.has(game.opponent)) continue;
          add(own, game);
          opponents.add(game.opponent);
        }
        return { own, opponents };
      });
      if (criterion === 'direct-encounter' && inner.some(({ opponents }) => opponents.size < tied.length - 1)) {
        return tied.map(() => null);
      }
      return inner.map(({ own }) => {
        if (criterion === 'head-to-head-difference') return own.score[0] - own.score[1];
        if (criterion === 'head-to-head-for') return own.score[0];
        return criterion === 'head-to-head-share' ? share(own.score) : own.points;
      });
    },
  };
}

function isPlayedWin({ kind, outcome }: OwnGame): boolean {
  return kind === 'played' && outcome === 'win';
}

/** What comes first when it is larger; `against` is the other way round. */
export function direction(criterion: Criterion | 'lot'): 1 | -1 {
  return criterion === 'against' || criterion === 'lot' ? 1 : -1;
}
