/**
 * Baku acceleration (FIDE C.04.7): the upper half of the seeds, rounded up to an even number, gets a win's points on
 * top in the first half of the accelerated rounds and half of that in the second; accelerated is the first half of all
 * rounds, rounded up.
 * @returns the bonus of a seed (from 0) in a round (from 1)
 */
export function acceleration(entrants: number, rounds: number, win: number): (seed: number, round: number) => number {
  const upper = 2 * Math.ceil(entrants / 4);
  const accelerated = Math.ceil(rounds / 2);
  const full = Math.ceil(accelerated / 2);
  return (seed, round) => (seed >= upper || round > accelerated ? 0 : round <= full ? win : win / 2);
}
