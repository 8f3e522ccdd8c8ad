import { itemsOf, begin, type StagePlan } from '@gym/tournament-engine';
import { storedPlan } from '../src/play/stored/plan.js';

describe('a stored plan', () => {
  it('keeps every option of the engine, also those of brackets from elsewhere', () => {
    const stages: StagePlan[] = [
      { format: 'single-elimination', sides: [4, 1, 3, 2], placement: 'third', bestOf: [1, 3] },
      { format: 'double-elimination', sides: [1, 2, 3, null], drops: ['natural', 'reverse'], grandFinal: 'none' },
      { format: 'round-robin', fixtures: [[[[1, 2]], [[2, 1]]]], draws: true, lotSeed: 'a' },
      { format: 'single-elimination', qualify: { top: 2, best: 1, seeding: 'record' } },
      { format: 'single-elimination', qualify: { top: 1, seeding: [{ table: 1, place: 1 }, { best: 1 }, null] } },
    ];
    for (const stage of stages) expect(storedPlan.parse(JSON.parse(JSON.stringify(stage)))).toEqual(stage);
    expect(storedPlan.safeParse({ format: 'stepladder', luck: 1 }).success).toBe(false);
  });

  it('of a draw is that of its stages', () => {
    const { state } = begin({ entrants: [1, 2, 3], stages: [{ format: 'swiss', rounds: 2, forbidden: [[1, 2]] }] });
    expect([...itemsOf(state.stages)].map(({ plan }) => storedPlan.parse(plan))).toEqual(state.plan);
  });
});
