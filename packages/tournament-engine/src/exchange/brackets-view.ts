import { bracketsError } from './brackets-place.js';
import type { BracketsGame, BracketsId, BracketsMatch, BracketsModel, BracketsStage } from './brackets-model.js';

/** One stage of a model, its matches by where they are. */
export interface BracketsView {
  stage: BracketsStage;
  names: Map<BracketsId, string>;
  /** In a round robin only matches of two. The matches of each round of each group, both by number and from 1, in the order of their numbers. */
  groups: Map<number, Map<number, BracketsMatch[]>>;
  /** The games of a match, in the order of their numbers. */
  gamesOf: (match: BracketsMatch) => BracketsGame[];
  /** Where a match is in the model, for messages. */
  pathOf: (match: BracketsMatch) => string;
}

/** @param wanted the id of a stage; not needed when there is one only */
export function viewOf(model: BracketsModel, wanted: BracketsId | undefined): BracketsView {
  const stage = model.stage.find(({ id }) => wanted === undefined || id === wanted);
  if (stage === undefined) throw bracketsError(`There is no stage${wanted === undefined ? '' : ` ${wanted}`}.`);
  if (wanted === undefined && model.stage.length > 1) throw bracketsError('There are several stages: say which one.');
  const groupNumbers = new Map(model.group.map(({ id, number }) => [id, number]));
  const roundNumbers = new Map(model.round.map(({ id, number }) => [id, number]));
  const paths = new Map(model.match.map((match, at) => [match, `match[${at}]`]));
  const groups: BracketsView['groups'] = new Map();
  for (const match of model.match) {
    if (match.stage_id !== stage.id || (stage.type === 'round_robin' && isFree(match))) continue;
    const [group, round] = [groupNumbers.get(match.group_id) ?? 0, roundNumbers.get(match.round_id) ?? 0];
    const rounds = groups.get(group) ?? new Map<number, BracketsMatch[]>();
    const matches = rounds.get(round) ?? [];
    matches.push(match);
    rounds.set(round, matches);
    groups.set(group, rounds);
  }
  for (const rounds of groups.values()) {
    for (const [round, matches] of rounds) {
      if (round > rounds.size) throw bracketsError(`There is a round ${round}, but not all before it.`);
      matches.sort((a, b) => a.number - b.number);
      const again = matches.find(({ number }, at) => number === matches[at - 1]?.number);
      if (again !== undefined) throw bracketsError(`${paths.get(again)}.number is there twice in its round.`);
    }
  }
  const games = new Map<BracketsId, BracketsGame[]>();
  for (const game of model.match_game) {
    const own = games.get(game.parent_id) ?? [];
    own.push(game);
    games.set(game.parent_id, own);
  }
  return {
    stage,
    names: new Map(model.participant.map(({ id, name }) => [id, name])),
    groups,
    gamesOf: ({ id }) => (games.get(id) ?? []).toSorted((a, b) => a.number - b.number),
    pathOf: (match) => paths.get(match) ?? 'match',
  };
}

/** Who meets nobody in a group is free in that round. */
function isFree({ opponent1, opponent2 }: BracketsMatch): boolean {
  return opponent1 === null || opponent2 === null;
}

export function roundOf({ groups }: BracketsView, group: number, round: number): BracketsMatch[] {
  return groups.get(group)?.get(round) ?? [];
}
