import { bracketsError } from './brackets-place.js';
import { Row, rowsIn } from './brackets-row.js';
import type {
  BracketsGame,
  BracketsId,
  BracketsMatch,
  BracketsModel,
  BracketsOpponent,
  BracketsStage,
} from './brackets-model.js';

/**
 * The model that parsed JSON holds, whatever else is in it.
 * @throws EngineError `invalid-brackets-model` with the path of what is missing or wrong
 */
export function checkBracketsModel(data: unknown): BracketsModel {
  const tables = new Row(data, '');
  const model: BracketsModel = {
    participant: rowsIn(tables, 'participant', (row) => ({
      ...row.ids('id', 'tournament_id'),
      name: row.text('name'),
    })),
    stage: rowsIn(tables, 'stage', stageOf),
    group: rowsIn(tables, 'group', (row) => ({ ...row.ids('id', 'stage_id'), number: row.count('number', 1) })),
    round: rowsIn(tables, 'round', (row) => ({
      ...row.ids('id', 'stage_id', 'group_id'),
      number: row.count('number', 1),
    })),
    match: rowsIn(tables, 'match', matchOf),
    match_game: rowsIn(tables, 'match_game', gameOf),
  };
  const isThere = (rows: readonly { id: BracketsId }[]): ((id: BracketsId) => boolean) => {
    const ids = new Set(rows.map(({ id }) => id));
    return (id) => ids.has(id);
  };
  const [stage, group, round] = [isThere(model.stage), isThere(model.group), isThere(model.round)];
  const [match, participant] = [isThere(model.match), isThere(model.participant)];
  const requireThere = (found: boolean, path: string, id: unknown): void => {
    if (!found) throw bracketsError(`${path} names ${String(id)}, which is not there.`);
  };
  for (const [at, row] of model.group.entries())
    requireThere(stage(row.stage_id), `group[${at}].stage_id`, row.stage_id);
  for (const [at, row] of model.round.entries())
    requireThere(group(row.group_id), `round[${at}].group_id`, row.group_id);
  for (const [at, row] of model.match.entries()) {
    requireThere(round(row.round_id), `match[${at}].round_id`, row.round_id);
    requireThere(group(row.group_id), `match[${at}].group_id`, row.group_id);
    for (const side of ['opponent1', 'opponent2'] as const) {
      const id = row[side]?.id ?? null;
      requireThere(id === null || participant(id), `match[${at}].${side}.id`, id);
    }
  }
  for (const [at, row] of model.match_game.entries()) {
    requireThere(match(row.parent_id), `match_game[${at}].parent_id`, row.parent_id);
  }
  return model;
}

function stageOf(row: Row): BracketsStage {
  const settings = row.object('settings');
  return {
    ...row.ids('id', 'tournament_id'),
    name: row.text('name'),
    type: row.oneOf('type', ['single_elimination', 'double_elimination', 'round_robin']),
    number: row.count('number', 0),
    settings: {
      ...settings.maybe('seedOrdering', () => settings.list('seedOrdering').map((item) => item.asText())),
      ...settings.maybe('roundRobinMode', () => settings.oneOf('roundRobinMode', ['simple', 'double'])),
      ...settings.maybe('consolationFinal', () => settings.flag('consolationFinal')),
      ...settings.maybe('skipFirstRound', () => settings.flag('skipFirstRound')),
      ...settings.maybe('grandFinal', () => settings.oneOf('grandFinal', ['none', 'simple', 'double'])),
    },
  };
}

function matchOf(row: Row): BracketsMatch {
  return {
    ...row.ids('id', 'stage_id', 'group_id', 'round_id'),
    number: row.count('number', 1),
    child_count: row.count('child_count', 0),
    ...resultsOf(row),
  };
}

function gameOf(row: Row): BracketsGame {
  return { ...row.ids('id', 'stage_id', 'parent_id'), number: row.count('number', 1), ...resultsOf(row) };
}

function resultsOf(row: Row): Pick<BracketsMatch, 'status' | 'opponent1' | 'opponent2'> {
  return {
    status: row.count('status', 0),
    opponent1: opponentOf(row, 'opponent1'),
    opponent2: opponentOf(row, 'opponent2'),
  };
}

function opponentOf(row: Row, side: 'opponent1' | 'opponent2'): BracketsOpponent | null {
  if (row.isNull(side)) return null;
  const opponent = row.object(side);
  return {
    id: opponent.isNull('id') ? null : opponent.id('id'),
    ...opponent.maybe('position', () => opponent.count('position', 1)),
    ...opponent.maybe('score', () => opponent.number('score')),
    ...opponent.maybe('result', () => opponent.oneOf('result', ['win', 'draw', 'loss'])),
    ...opponent.maybe('forfeit', () => opponent.flag('forfeit')),
  };
}
