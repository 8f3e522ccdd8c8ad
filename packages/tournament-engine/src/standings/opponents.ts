import type { EntrantId } from './game.js';
import type { StandingsRules } from './rules.js';
import type { OwnGame, Tally } from './tally.js';

/** What the opponent of one round adds to sums over opponents. */
export interface OpponentScore {
  score: number;
  /** Part of a win that was taken in that round. */
  taken: number;
  /** Stayed away by choice: absent, a bye that was asked for, or a walkover lost. */
  voluntary: boolean;
}

/** Opponents' scores by the rule for unplayed rounds, for each entrant. */
export function opponentScores(
  tallies: ReadonlyMap<EntrantId, Tally>,
  { unplayed, points }: StandingsRules,
): (tally: Tally) => OpponentScore[] {
  let rounds = 0;
  for (const { games } of tallies.values()) rounds = Math.max(rounds, games.at(-1)?.round ?? 0);
  const known = new Map([...tallies].map(([id, tally]) => [id, scoreAsOpponent(tally)]));

  function scoreAsOpponent(tally: Tally): number {
    if (unplayed === 'none') return tally.points;
    const last = tally.games.findLast((game) => !isVoluntary(game))?.round ?? 0;
    const before = tally.games.reduce((sum, game) => (game.round <= last ? sum + game.points : sum), 0);
    return before + (rounds - last) * points.draw;
  }

  return (tally) => {
    const list = tally.games.map((game): OpponentScore => {
      const dummy = unplayed === 'dummy' && game.kind !== 'played';
      const score = dummy ? tally.points : game.opponent === null ? 0 : (known.get(game.opponent) ?? 0);
      return { score, taken: game.points / points.win, voluntary: isVoluntary(game) };
    });
    const there = new Set(tally.games.map((game) => game.round));
    for (let missed = rounds - there.size; missed > 0; missed -= 1) {
      list.push({ score: unplayed === 'dummy' ? tally.points : 0, taken: 0, voluntary: true });
    }
    return list;
  };
}

function isVoluntary(game: OwnGame): boolean {
  return game.kind === 'requested-bye' || (game.kind === 'walkover' && game.outcome !== 'win');
}

/** Sum without some of the lowest and highest scores; rounds one stayed away from count as the lowest. */
export function buchholz(
  opponents: readonly OpponentScore[],
  lowest: number,
  highest: number,
  byChoice: boolean,
): number {
  const sorted = opponents.toSorted((a, b) =>
    byChoice && a.voluntary !== b.voluntary ? Number(b.voluntary) - Number(a.voluntary) : a.score - b.score,
  );
  return sorted.slice(lowest, Math.max(lowest, sorted.length - highest)).reduce((sum, { score }) => sum + score, 0);
}
