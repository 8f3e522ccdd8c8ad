import type { PersonId } from './job.js';
import { at, type Task } from './task.js';

/** A task between the least times before and after it. */
export interface Framed {
  task: Task;
  /** Its earliest start, epoch milliseconds. */
  head: number;
  /** Least milliseconds from its end to the end of all. */
  tail: number;
}

/** Lower bound for the end by the people who play for certain; -Infinity when there are none. */
export function peopleBound(framed: readonly Framed[], courts: number): number {
  const byPerson = new Map<PersonId, Framed[]>();
  for (const frame of framed) {
    for (const person of new Set(frame.task.job.people)) {
      const frames = byPerson.get(person);
      if (frames) frames.push(frame);
      else byPerson.set(person, [frame]);
    }
  }
  let end = -Infinity;
  for (const frames of byPerson.values()) end = Math.max(end, personBound(frames));
  for (const group of groupsOf(byPerson)) end = Math.max(end, groupBound(group, courts));
  return end;
}

/** One after the other, with rests between them, and what must come before the first and after the last. */
function personBound(frames: Framed[]): number {
  let [work, longestRest, tail, end] = [0, 0, Infinity, -Infinity];
  for (const frame of frames.sort((a, b) => b.head - a.head)) {
    work += frame.task.job.duration + frame.task.rest;
    longestRest = Math.max(longestRest, frame.task.rest);
    tail = Math.min(tail, frame.tail);
    end = Math.max(end, frame.head + work - longestRest + tail);
  }
  return end;
}

/**
 * Of n people at most n / 2 pairs play or rest at once: with an odd number somebody always waits. The courts alone allow
 * only so many matches at once, too.
 */
function groupBound({ frames, people }: { frames: Framed[]; people: number }, courts: number): number {
  let [head, tail, perJob, longestRest] = [Infinity, Infinity, Infinity, 0];
  for (const { task, head: earliest, tail: remaining } of frames) {
    head = Math.min(head, earliest);
    tail = Math.min(tail, remaining);
    perJob = Math.min(perJob, new Set(task.job.people).size);
    longestRest = Math.max(longestRest, task.rest);
  }
  const pairs = Math.floor(people / perJob);
  const playing = leastTime(
    frames.map(({ task }) => task.job.duration),
    Math.min(Math.max(courts, 1), pairs),
  );
  const resting = leastTime(
    frames.map(({ task }) => task.job.duration + task.rest),
    pairs,
  );
  return head + Math.max(playing, resting - longestRest) + tail;
}

/** Least time in which so many at once can do all, one after the other. */
function leastTime(lengths: readonly number[], atOnce: number): number {
  const sum = lengths.reduce((total, length) => total + length, 0);
  return Math.max(Math.ceil(sum / atOnce), Math.ceil(lengths.length / atOnce) * Math.min(...lengths));
}

/** Jobs with at least two people for certain, grouped so that nobody is in two groups. */
function groupsOf(byPerson: ReadonlyMap<PersonId, readonly Framed[]>): { frames: Framed[]; people: number }[] {
  const seen = new Set<PersonId>();
  const grouped = new Set<Framed>();
  const groups: { frames: Framed[]; people: number }[] = [];
  for (const first of byPerson.keys()) {
    if (seen.has(first)) continue;
    seen.add(first);
    const members = [first];
    const frames: Framed[] = [];
    for (let index = 0; index < members.length; index++) {
      for (const frame of byPerson.get(at(members, index)) ?? []) {
        const people = new Set(frame.task.job.people);
        if (grouped.has(frame) || people.size < 2) continue;
        grouped.add(frame);
        if (!frame.task.job.offCourt) frames.push(frame);
        for (const person of people) {
          if (seen.has(person)) continue;
          seen.add(person);
          members.push(person);
        }
      }
    }
    if (frames.length > 0) groups.push({ frames, people: members.length });
  }
  return groups;
}
