import type { Match } from '../model/match.js';
import type { Score } from '../model/score.js';
import type { Stage, Table } from '../model/stage.js';
import type { Entrant } from '../model/state.js';

/** The records that rules read and replace, wherever they are kept. */
export interface Store {
  /** @throws RangeError when there is none, like all of these */
  entrant(number: number): Entrant;
  stage(id: number): Stage;
  table(id: number): Table;
  match(id: number): Match;
  score(id: number): Score;
  putStage(stage: Stage): void;
  putTable(table: Table): void;
  putMatch(match: Match): void;
  putScore(score: Score): void;
}

/** Ids of the matches in ranges, in order. */
export function* idsIn(ranges: Iterable<readonly [first: number, count: number]>): Generator<number> {
  for (const [first, count] of ranges) for (let id = first; id < first + count; id++) yield id;
}
