import { dropOrders } from '../formats/drop-order.js';
import { isInFirstRound } from '../formats/qualifiers.js';
import type { Match } from '../model/match.js';
import type { StagePlan } from '../model/plan.js';
import type { Stage } from '../model/stage.js';
import type { State } from '../model/state.js';
import { getAt, itemsOf } from '../model/vector.js';
import { idsIn } from '../play/store.js';
import type { EntrantId } from '../standings/game.js';
import type { BracketsId, BracketsModel, BracketsSettings, BracketsStage } from './brackets-model.js';
import { writeMatch } from './brackets-match.js';
import { bracketsError, placeOfSection, type BracketsPlace } from './brackets-place.js';
import { firstPositions, positionOf } from './brackets-positions.js';

export interface BracketsOptions {
  tournament: BracketsId;
  /** Name of a stage, `Stage 1` and so on when missing; brackets-manager refuses an empty one. */
  stageName?: (stage: number) => string;
  /** The ids as texts when missing. */
  nameOf?: (entrant: EntrantId) => string;
}

/**
 * All stages as brackets-manager imports them and goes on playing; ids count from 0, participants have the ids of the
 * entrants. What the model has no place for is left out: who left and why, lots, what leads from one stage to the next.
 * O(matches).
 * @throws EngineError `invalid-brackets-model` for other formats than single elimination (with a match for the third
 * place at most), double elimination and round robin
 */
export function writeBracketsModel(state: State, options: BracketsOptions): BracketsModel {
  const { tournament, stageName = (stage) => `Stage ${stage + 1}`, nameOf = String } = options;
  const participant = [...itemsOf(state.entrants)].map(({ id }) => ({
    id,
    tournament_id: tournament,
    name: nameOf(id),
  }));
  const model: BracketsModel = { participant, stage: [], group: [], round: [], match: [], match_game: [] };
  for (const stage of itemsOf(state.stages)) {
    const matches = [...idsIn(stage.ranges)].map((id) => getAt(state.matches, id));
    const firsts = firstPositions(stage.plan, 2 * matches.filter(isInFirstRound).length);
    model.stage.push({
      id: stage.id,
      tournament_id: tournament,
      name: stageName(stage.id),
      number: stage.id + 1,
      ...settingsOf(stage, matches, firsts),
    });
    for (const match of matches) {
      const [group, round] = openRound(model, stage.id, placeOf(stage, match));
      const where = { stage_id: stage.id, group_id: group, round_id: round };
      const positions = [positionOf(state, match, 0, firsts), positionOf(state, match, 1, firsts)];
      writeMatch(model, { state, match, where, positions });
    }
  }
  return model;
}

/** Ids of the group and the round that a match is in; both are new unless the match before has them: they come in order. */
function openRound(
  { group, round }: BracketsModel,
  stage: number,
  place: BracketsPlace,
): [group: number, round: number] {
  if (group.at(-1)?.stage_id !== stage || group.at(-1)?.number !== place.group) {
    group.push({ id: group.length, stage_id: stage, number: place.group });
  }
  const groupId = group.length - 1;
  if (round.at(-1)?.group_id !== groupId || round.at(-1)?.number !== place.round) {
    round.push({ id: round.length, stage_id: stage, group_id: groupId, number: place.round });
  }
  return [groupId, round.length - 1];
}

function placeOf({ plan, tables }: Stage, { section, round, table }: Match): BracketsPlace {
  if (plan.format === 'round-robin' && table !== null) return { group: table - tables[0] + 1, round };
  const isBracket = plan.format === 'single-elimination' || plan.format === 'double-elimination';
  const place = isBracket ? placeOfSection(plan.format, section, round) : undefined;
  if (place === undefined)
    throw bracketsError(`A brackets-model has no place for ${plan.format} with ${section} matches.`);
  return place;
}

function settingsOf(
  { plan }: Stage,
  matches: readonly Match[],
  firsts: readonly number[],
): Pick<BracketsStage, 'type' | 'settings'> {
  const games = matches.map(({ bestOf }) => (bestOf === 1 ? 0 : bestOf));
  const common: BracketsSettings = { matchesChildCount: games[0] ?? 0 };
  if (plan.format === 'round-robin') {
    return {
      type: 'round_robin',
      settings: {
        ...common,
        size: membersOf(matches),
        seedOrdering: ['groups.seed_optimized'],
        groupCount: new Set(matches.map(({ table }) => table)).size,
        roundRobinMode: plan.meetings === 2 ? 'double' : 'simple',
      },
    };
  }
  const bracket: BracketsSettings = { ...common, size: firsts.length, ...orderingOf(plan, firsts) };
  if (plan.format === 'single-elimination') {
    const consolationFinal = matches.some(({ section }) => section === 'places-3');
    return { type: 'single_elimination', settings: { ...bracket, consolationFinal } };
  }
  if (plan.format !== 'double-elimination') throw bracketsError(`A brackets-model has no ${plan.format}.`);
  const grandFinal = ({ none: 'none', single: 'simple', reset: 'double' } as const)[plan.grandFinal ?? 'reset'];
  return { type: 'double_elimination', settings: { ...bracket, grandFinal } };
}

function membersOf(matches: readonly Match[]): number {
  return new Set(matches.flatMap(({ table, feeds }) => feeds.map((feed) => `${table} ${JSON.stringify(feed)}`))).size;
}

/** In the first round the seeds as they are; a round with one loser has no order, and only `natural` leaves it alone. */
function orderingOf(
  plan: StagePlan,
  firsts: readonly number[],
): Pick<BracketsSettings, 'seedOrdering' | 'manualOrdering'> {
  const drops = plan.format === 'double-elimination' ? (plan.drops ?? dropOrders) : [];
  const rounds = plan.format === 'double-elimination' ? Math.log2(firsts.length) : 0;
  const names = Array.from({ length: rounds }, (_round, at) =>
    at === rounds - 1 ? 'natural' : (drops[at] ?? 'natural').replaceAll('-', '_'),
  );
  const manual = 'sides' in plan && plan.sides !== undefined ? { manualOrdering: [[...firsts]] } : {};
  return { seedOrdering: ['inner_outer', ...names], ...manual };
}
