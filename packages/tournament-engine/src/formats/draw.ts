import type { Feed, Match } from '../model/match.js';
import type { Plan } from '../model/plan.js';
import type { Score } from '../model/score.js';
import type { Stage, Table } from '../model/stage.js';
import type { Entrant, State } from '../model/state.js';
import { vectorOf } from '../model/vector.js';
import { settleAll } from '../play/settle-all.js';
import { checkPlan } from './check-plan.js';
import { drawStage, type DrawnStage } from './draw-stage.js';
import { comparedPlaces } from './qualifiers.js';

/**
 * The state before the first result: seeds seated, byes passed on. O(entrants + matches + scores).
 * @throws EngineError `invalid-plan`, `invalid-bracket`, `too-few-entrants`, `entrant-taken`
 */
export function draw(plan: Plan): State {
  checkPlan(plan);
  const matches: Match[] = [];
  const tables: Table[] = [];
  const scores: Score[] = [];
  const stages: Stage[] = [];
  const entrants = plan.entrants.map((id, index): Entrant => ({ number: index + 1, id, absence: null }));
  const field = entrants.map(({ number }): Feed => ({ from: 'entrant', entrant: number }));
  let before: DrawnStage | undefined;
  for (const [id, stage] of plan.stages.entries()) {
    const compared = comparedPlaces(plan.stages[id + 1]?.qualify);
    const firsts = { firstMatch: matches.length, firstTable: tables.length, firstScore: scores.length };
    before = drawStage({ id, plan: stage, entrants: field, before, compared, ...firsts });
    for (const match of before.matches) matches.push(match);
    for (const table of before.tables) tables.push(table);
    for (const score of before.scores) scores.push(score);
    stages.push(before.stage);
  }
  connectPlaces(matches, tables);
  settleAll({ entrants, stages, tables, matches, scores });
  return {
    head: { version: 1, past: null, future: null, lockedSeeds: [] },
    plan: plan.stages,
    entrants: vectorOf(entrants),
    stages: vectorOf(stages),
    tables: vectorOf(tables),
    matches: vectorOf(matches),
    scores: vectorOf(scores),
  };
}

/** Tells tables who waits for their places. Nothing has been shared yet, so the new records may still be written. */
function connectPlaces(matches: readonly Match[], tables: Table[]): void {
  const connect = (feed: Feed, target: NonNullable<Table['targets'][number]>): void => {
    if (feed.from !== 'place') return;
    const table = tables[feed.table];
    if (table === undefined) throw new RangeError(`there is no table ${feed.table}`);
    tables[feed.table] = { ...table, targets: table.targets.with(feed.place - 1, target) };
  };
  for (const { id, feeds } of matches) {
    connect(feeds[0], { to: 'side', match: id, side: 0 });
    connect(feeds[1], { to: 'side', match: id, side: 1 });
  }
  for (const { id } of tables) {
    for (const [member, feed] of (tables[id]?.feeds ?? []).entries())
      connect(feed, { to: 'member', table: id, member });
  }
}
