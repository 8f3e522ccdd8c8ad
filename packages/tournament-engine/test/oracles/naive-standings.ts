import type { EntrantId, Game, StandingsRules } from '../../src/index.js';

/**
 * Ranks by the definition, for games that were all played: the place in the chain where two differ is looked for anew
 * for every pair of entrants. Without rounds that were not played.
 */
export function naiveRanks(
  entrants: readonly EntrantId[],
  games: readonly Game[],
  { points, chain }: StandingsRules,
): { entrant: EntrantId; rank: number }[] {
  const sum = (who: EntrantId, among: readonly EntrantId[], value: (game: Game, seat: 0 | 1) => number): number =>
    games
      .filter(({ sides }) => sides.includes(who) && among.some((other) => other !== who && sides.includes(other)))
      .reduce((total, game) => total + value(game, game.sides[0] === who ? 0 : 1), 0);
  const won = (game: Game, seat: 0 | 1): boolean => game.outcome === (seat === 0 ? 'first' : 'second');
  const pointsOf = (game: Game, seat: 0 | 1): number =>
    won(game, seat) ? points.win : game.outcome === 'draw' ? points.draw : points.loss;
  const goals = (game: Game, seat: number): number => game.score?.[seat] ?? 0;
  const total = (who: EntrantId): number => sum(who, entrants, pointsOf);
  const opponents = (who: EntrantId): EntrantId[] =>
    games.filter(({ sides }) => sides.includes(who)).map(({ sides: [a, b] }) => (a === who ? b : a) ?? '');
  const lastRound = Math.max(0, ...games.map(({ round }) => round));
  /** One for each round; an opponent who stayed away to the end has draws from then on. */
  const scores = (who: EntrantId): number[] => {
    const asOpponent = (other: EntrantId): number => {
      const last = Math.max(0, ...games.filter(({ sides }) => sides.includes(other)).map(({ round }) => round));
      return total(other) + (lastRound - last) * points.draw;
    };
    return opponents(who).map(asOpponent);
  };
  const missed = (who: EntrantId): number => lastRound - opponents(who).length;

  const value = (criterion: string, who: EntrantId, tied: readonly EntrantId[]): number => {
    const among = criterion.startsWith('head') || criterion === 'direct-encounter' ? tied : entrants;
    const [own, others] = [sum(who, among, goals), sum(who, among, (game, seat) => goals(game, 1 - seat))];
    const low = scores(who).toSorted((a, b) => a - b);
    switch (criterion.replace('head-to-head-', '')) {
      case 'points':
      case 'head-to-head':
        return sum(who, among, pointsOf);
      case 'direct-encounter': {
        const met = tied.every((a) => tied.every((b) => a === b || opponents(a).includes(b)));
        return met ? sum(who, among, pointsOf) : 0;
      }
      case 'difference':
        return own - others;
      case 'for':
        return own;
      case 'against':
        return -others;
      case 'share':
        return own + others === 0 ? 0.5 : own / (own + others);
      case 'fine-share':
        return 0.5;
      case 'wins':
        return sum(who, among, (game, seat) => Number(won(game, seat)));
      case 'buchholz':
        return low.reduce((a, b) => a + b, 0) + missed(who) * total(who);
      case 'buchholz-cut-1':
        return missed(who) > 0
          ? low.reduce((a, b) => a + b, 0) + (missed(who) - 1) * total(who)
          : low.slice(1).reduce((a, b) => a + b, 0);
      case 'sonneborn-berger': {
        const own = games.filter(({ sides }) => sides.includes(who));
        const taken = own.map((game) => pointsOf(game, game.sides[0] === who ? 0 : 1) / points.win);
        return taken.reduce((sum, part, index) => sum + part * (scores(who)[index] ?? 0), 0);
      }
      default:
        throw new RangeError(criterion);
    }
  };

  const isTied = (criterion: string): boolean => criterion.startsWith('head') || criterion === 'direct-encounter';
  /** The place of each in the order, as a list of keys that sorts like a dictionary. */
  const classes = (members: readonly EntrantId[], at: number): EntrantId[][] => {
    const criterion = chain[at];
    if (members.length < 2 || criterion === undefined) return members.length === 0 ? [] : [[...members]];
    let end = at + 1;
    if (isTied(criterion)) while (end < chain.length && isTied(chain[end] ?? '')) end += 1;
    const keys = new Map(
      members.map((who) => [who, chain.slice(at, end).map((item) => Math.round(value(item, who, members) * 1e6))]),
    );
    const distinct = [...new Set([...keys.values()].map((key) => key.join()))];
    const sorted = distinct.map((key) => key.split(',').map(Number)).sort(compareKeys);
    const again = distinct.length > 1 && isTied(criterion) ? at : end;
    return sorted.flatMap((key) =>
      classes(
        members.filter((who) => keys.get(who)?.join() === key.join()),
        again,
      ),
    );
  };
  let rank = 1;
  return classes(entrants, 0).flatMap((members) => {
    const rows = members.map((entrant) => ({ entrant, rank }));
    rank += members.length;
    return rows;
  });
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index === -1 ? 0 : (b[index] ?? 0) - (a[index] ?? 0);
}
