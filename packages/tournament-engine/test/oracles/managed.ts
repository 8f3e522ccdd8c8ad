import { BracketsManager } from 'brackets-manager';
import { InMemoryDatabase } from 'brackets-memory-db';
import type { BracketsModel } from '../../src/index.js';

type Input = Parameters<BracketsManager['create']['stage']>[0];
type Opponent = BracketsModel['match'][number]['opponent1'];
type Database = Parameters<BracketsManager['import']>[0];

/** What happens to a match that is ready. */
export type Happening = 'win' | 'score' | 'games' | 'forfeit' | 'no-show' | 'running';

/** A tournament in brackets-manager. */
export class Managed {
  readonly manager = new BracketsManager(new InMemoryDatabase());

  async create(input: Omit<Input, 'tournamentId' | 'name'>): Promise<void> {
    await this.manager.create.stage({ tournamentId: 0, name: 'theirs', ...input });
  }

  async take(model: BracketsModel): Promise<void> {
    // The same shape, with ids of both kinds.
    await this.manager.import(structuredClone(model) as unknown as Database);
  }

  async model(): Promise<BracketsModel> {
    // What it keeps in memory may hold undefined, which JSON leaves out.
    return JSON.parse(JSON.stringify(await this.manager.export())) as BracketsModel;
  }

  async ready(): Promise<BracketsModel['match']> {
    return (await this.model()).match.filter(({ status, opponent1, opponent2 }) => {
      return (status === 2 || status === 3) && opponent1?.id != null && opponent2?.id != null;
    });
  }

  /** @param first whether the first side wins */
  async play({ id, child_count: games }: BracketsModel['match'][number], what: Happening, first: boolean) {
    const won = { result: 'win' } as const;
    const update = (one: object, other: object) =>
      this.manager.update.match({ id, opponent1: first ? one : other, opponent2: first ? other : one });
    switch (what) {
      case 'forfeit':
        return update({}, { forfeit: true });
      case 'no-show':
        return update({ forfeit: true }, { forfeit: true });
      case 'games':
      case 'running': {
        const count = what === 'running' ? 1 : Math.ceil((games + 1) / 2);
        if (games === 0) return update(what === 'running' ? { score: 1 } : { ...won, score: 3 }, { score: 0 });
        for (let number = 1; number <= count; number++) {
          const [one, other] = [{ ...won, score: 11 }, { score: 7 }];
          await this.manager.update.matchGame({
            parent_id: id,
            number,
            opponent1: first ? one : other,
            opponent2: first ? other : one,
          });
        }
        return undefined;
      }
      case 'score':
        return games > 0 ? update(won, {}) : update({ ...won, score: 21 }, { score: 15 });
      case 'win':
      default:
        return update(won, {});
    }
  }
}

/** The facts of a model that both must agree on, by where a match is: who, how, and how high. */
export function factsOf(model: BracketsModel): Record<string, unknown> {
  const number = (rows: { id: number | string; number: number }[], id: number | string): number =>
    rows.find((row) => row.id === id)?.number ?? 0;
  const nameOf = new Map(model.participant.map(({ id, name }) => [id, name]));
  /** Who wins against nobody is not always said there, and a bye that a double forfeit makes may stay somebody unknown. */
  const side = (opponent: Opponent, other: Opponent, isScoreless: boolean) =>
    opponent === null || (opponent.id === null && other?.result === 'win')
      ? null
      : {
          who: opponent.id === null ? null : (nameOf.get(opponent.id) ?? '?'),
          won: opponent.result === 'win' && other !== null && other.id !== null,
          draw: opponent.result === 'draw',
          score: isScoreless ? undefined : opponent.score,
        };
  return Object.fromEntries(
    model.match.map(({ group_id, round_id, number: own, opponent1, opponent2, child_count }) => {
      const results = [opponent1?.result, opponent2?.result];
      // The points of a single match that goes on are no result here.
      const isOpen = child_count === 0 && results.every((result) => result === undefined);
      const forfeits = opponent1?.forfeit === true || opponent2?.forfeit === true;
      return [
        `${number(model.group, group_id)}.${number(model.round, round_id)}.${own}`,
        {
          sides: [side(opponent1, opponent2, forfeits || isOpen), side(opponent2, opponent1, forfeits || isOpen)],
          forfeits,
          child_count,
        },
      ];
    }),
  );
}
