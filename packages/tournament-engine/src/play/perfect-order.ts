/**
 * Gives each of `count` places somebody else, so that all pairs are allowed; of all such orders the first one, counting
 * places and people from 0. Places after the last of the people stay empty. Augmenting paths (Kuhn), O(count^4) at worst.
 * @returns by place who takes it, or undefined when there is no such order
 */
export function perfectOrder(
  places: number,
  people: number,
  allowed: (place: number, who: number) => boolean,
): number[] | undefined {
  const count = Math.min(places, people);
  const settled: number[] = [];
  if (!fits(settled, count, people, allowed)) return undefined;
  while (settled.length < count) {
    for (let who = 0; who < people; who++) {
      if (settled.includes(who) || !allowed(settled.length, who)) continue;
      settled.push(who);
      if (fits(settled, count, people, allowed)) break;
      settled.pop();
    }
  }
  return settled;
}

/** Whether the places after those that are settled can all be taken. */
function fits(
  settled: readonly number[],
  count: number,
  people: number,
  allowed: (place: number, who: number) => boolean,
): boolean {
  const free = Array.from({ length: people }, (_who, index) => index).filter((who) => !settled.includes(who));
  const placeOf = new Map<number, number>();
  for (let place = settled.length; place < count; place++) {
    if (!takes(place, free, placeOf, allowed)) return false;
  }
  return true;
}

/** Breadth first from a place to somebody who is free, along people who can be moved; then all of them move. */
function takes(
  start: number,
  people: readonly number[],
  placeOf: Map<number, number>,
  allowed: (place: number, who: number) => boolean,
): boolean {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (let at = 0; at < queue.length; at++) {
    const place = queue[at] ?? start;
    for (const who of people) {
      if (cameFrom.has(who) || !allowed(place, who)) continue;
      cameFrom.set(who, place);
      const holder = placeOf.get(who);
      if (holder !== undefined) {
        queue.push(holder);
        continue;
      }
      move(who, cameFrom, placeOf);
      return true;
    }
  }
  return false;
}

function move(last: number, cameFrom: ReadonlyMap<number, number>, placeOf: Map<number, number>): void {
  const heldBy = new Map([...placeOf].map(([who, place]) => [place, who]));
  for (let who: number | undefined = last; who !== undefined;) {
    const place: number | undefined = cameFrom.get(who);
    if (place === undefined) return;
    placeOf.set(who, place);
    who = heldBy.get(place);
  }
}
