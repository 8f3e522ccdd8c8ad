import type { Job, JobId, PersonId } from '../../src/index.js';

/** What all jobs of a made-up draw have in common. */
export interface Common {
  draw: string;
  duration: number;
  stage?: number;
}

function job(common: Common, name: string, round: number, after: JobId[]): Job {
  const { draw, duration, stage = 1 } = common;
  return { id: `${draw}/${name}`, duration, after, people: [], potential: [], draw, stage, round };
}

/** Who may play a match of which only the feeders are known. */
function potentialOf(feeders: readonly Job[]): PersonId[] {
  return [...new Set(feeders.flatMap((feeder) => [...feeder.people, ...(feeder.potential ?? [])]))];
}

/** Knock-out of a power of two of people; with the final last. */
export function knockOut(people: readonly PersonId[], common: Common): Job[] {
  const all: Job[] = [];
  let round: Job[] = [];
  for (let at = 0; at < people.length; at += 2) {
    const first = job(common, `1.${at / 2 + 1}`, 1, []);
    first.people = people.slice(at, at + 2);
    round.push(first);
  }
  all.push(...round);
  for (let number = 2; round.length > 1; number++) {
    const next: Job[] = [];
    for (let at = 0; at < round.length; at += 2) {
      const feeders = round.slice(at, at + 2);
      const match = job(
        common,
        `${number}.${at / 2 + 1}`,
        number,
        feeders.map(({ id }) => id),
      );
      match.potential = potentialOf(feeders);
      next.push(match);
    }
    all.push(...next);
    round = next;
  }
  return all;
}

/** Double elimination of a power of two of people, with the second grand final. */
export function doubleKnockOut(people: readonly PersonId[], common: Common): Job[] {
  const winners = knockOut(people, common);
  const rounds = Math.log2(people.length);
  const ofRound = (round: number): Job[] => winners.filter((match) => match.round === round);
  const all = [...winners];
  const add = (name: string, round: number, feeders: Job[]): Job => {
    const match = job(
      common,
      name,
      round,
      feeders.map(({ id }) => id),
    );
    match.potential = potentialOf(feeders);
    all.push(match);
    return match;
  };
  let alive = ofRound(1);
  let number = 0;
  const halve = (): void => {
    number += 1;
    alive = Array.from({ length: alive.length / 2 }, (_match, at) =>
      add(`L${number}.${at + 1}`, number + 1, alive.slice(2 * at, 2 * at + 2)),
    );
  };
  halve();
  for (let round = 2; round <= rounds; round++) {
    if (round > 2) halve();
    const losers = ofRound(round).toReversed();
    number += 1;
    alive = alive.map((survivor, at) =>
      add(`L${number}.${at + 1}`, number + 1, [survivor, ...losers.slice(at, at + 1)]),
    );
  }
  const final = add('F1', number + 2, [...ofRound(rounds), ...alive]);
  add('F2', number + 3, [final]);
  return all;
}

/** Everybody meets everybody, by the circle method. */
export function roundRobin(people: readonly PersonId[], common: Common): Job[] {
  const seats: (PersonId | null)[] = people.length % 2 === 0 ? [...people] : [...people, null];
  const all: Job[] = [];
  for (let round = 1; round < seats.length; round++) {
    for (let at = 0; at < seats.length / 2; at++) {
      const pair = [seats[at], seats[seats.length - 1 - at]].filter((person) => person != null);
      if (pair.length < 2) continue;
      const match = job(common, `${round}.${at + 1}`, round, []);
      match.people = pair;
      all.push(match);
    }
    seats.splice(1, 0, seats.pop() ?? null);
  }
  return all;
}

/** Round robin groups, of which the first two each play a knock-out after a break for the draw. */
export function groupsAndFinals(groups: readonly (readonly PersonId[])[], common: Common): Job[] {
  const tables = groups.flatMap((people, at) => roundRobin(people, { ...common, draw: `${common.draw}-${at + 1}` }));
  const pause: Job = {
    ...job(
      common,
      'draw',
      1,
      tables.map(({ id }) => id),
    ),
    duration: 0,
    offCourt: true,
  };
  const places = groups.flatMap((_people, at) => [`${common.draw}-${at + 1}-first`, `${common.draw}-${at + 1}-second`]);
  const finals = knockOut(places, { ...common, draw: `${common.draw}-finals`, stage: 2 });
  for (const match of finals) {
    if (match.after.length > 0) continue;
    match.after = [pause.id];
    match.people = [];
    match.potential = groups.flat();
  }
  return [...tables, pause, ...finals];
}

/** Numbered people, from 1. */
export function crowd(size: number, prefix = 'p'): string[] {
  return Array.from({ length: size }, (_person, at) => `${prefix}${at + 1}`);
}
