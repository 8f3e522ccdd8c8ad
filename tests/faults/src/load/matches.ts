import { randomUUID } from 'node:crypto';
import { tournamentsApi } from '@gym/contracts';
import { bracketOf, step } from './step.js';
import type { World } from './world.js';

/** Plays all matches that can be played, until there is a champion or somebody does not know how it stands. */
export async function playMatches(world: World, tournament: number): Promise<void> {
  for (;;) {
    const next = (await bracketOf(world, tournament)).find(isOpen);
    if (next === undefined) return;
    const sides = [next.participant1?.id ?? 0, next.participant2?.id ?? 0] as const;
    const [winner, loser] = world.random.chance(0.5) ? sides : [sides[1], sides[0]];
    const chance = world.random.next();
    const isSettled =
      chance < 0.15
        ? await race(world, tournament, next.id, winner, loser)
        : await report(world, tournament, next.id, winner);
    if (!isSettled) return;
    if (chance > 0.9 && !(await report(world, tournament, next.id, loser))) return;
  }
}

function isOpen({ is_bye, winner_id, participant1, participant2 }: tournamentsApi.Match): boolean {
  return !is_bye && winner_id === null && participant1 !== null && participant2 !== null;
}

/** @returns false when nobody knows whether it counts */
async function report(
  world: World,
  tournament: number,
  match: number,
  winner: number,
  race: string | null = null,
): Promise<boolean> {
  const score = randomUUID();
  const path = `/api/tournaments/${tournament}/bracket/${match}/result`;
  const request = { method: 'PUT', path, body: { winner_id: winner, score } } as const;
  const outcome = await step(world, 'report', tournamentsApi.resultReported, request);
  if (outcome === undefined) return false;
  world.journal.write({ op: 'result', outcome: outcome.state, tournament, match, winner, score, race });
  return outcome.state === 'ack';
}

/** Two people report different winners of the same match at once: both are heard, the last one counts. */
async function race(world: World, tournament: number, match: number, one: number, other: number): Promise<boolean> {
  const id = randomUUID();
  const settled = await Promise.all([
    report(world, tournament, match, one, id),
    report(world, tournament, match, other, id),
  ]);
  return settled.every(Boolean);
}
