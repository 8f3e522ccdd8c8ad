import type { GroupFixtures, StagePlan } from '../model/plan.js';
import { invalidPlan } from './invalid-plan.js';
import { doublePairingTable, pairingTable, type PairingRound } from './pairing-table.js';

/** The members of a group by their numbers in the field, and its rounds by number of the member, both from 1. */
export interface DealtGroup {
  members: number[];
  rounds: PairingRound[];
}

/** Members of a group whose rounds are given, in the order of their numbers, and its rounds in terms of these. */
export function groupOfFixtures(fixtures: GroupFixtures): DealtGroup {
  const members = [...new Set(fixtures.flat(2))].sort((a, b) => a - b);
  const memberOf = new Map(members.map((number, at) => [number, at + 1]));
  const rounds = fixtures.map((round) =>
    round.map(([home, away]): [number, number] => [memberOf.get(home) ?? 0, memberOf.get(away) ?? 0]),
  );
  return { members, rounds };
}

/** Rounds in which everybody meets everybody. */
export function roundsOf(members: number, meetings: 1 | 2): PairingRound[] {
  return meetings === 2 ? doublePairingTable(members) : pairingTable(members);
}

/**
 * Everybody is in one group, meets everybody else there as often as the plan says, and is in one match at a time.
 * @throws EngineError `invalid-plan`
 */
export function checkFixtures(
  { fixtures, meetings = 1, groups }: Extract<StagePlan, { format: 'round-robin' }>,
  { field, isFirst }: { field: number; isFirst: boolean },
): void {
  if (fixtures === undefined) return;
  if (!isFirst) throw invalidPlan('Fixtures are given for the first stage only.');
  if (groups !== undefined && groups !== fixtures.length) throw invalidPlan('There are fixtures for each group.');
  const dealt = fixtures.map(groupOfFixtures);
  const everybody = dealt.flatMap(({ members }) => members).sort((a, b) => a - b);
  if (everybody.length !== field || everybody.some((number, at) => number !== at + 1)) {
    throw invalidPlan('The fixtures name every entrant in one group.');
  }
  for (const { members, rounds } of dealt) {
    const met = new Map<string, number>();
    for (const round of rounds) {
      if (new Set(round.flat()).size < 2 * round.length) throw invalidPlan('Nobody has two matches in a round.');
      for (const pair of round) {
        const key = pair.toSorted((a, b) => a - b).join();
        met.set(key, (met.get(key) ?? 0) + 1);
      }
    }
    const pairs = (members.length * (members.length - 1)) / 2;
    if (met.size !== pairs || [...met.values()].some((times) => times !== meetings)) {
      throw invalidPlan('In a group everybody meets everybody equally often.');
    }
  }
}
