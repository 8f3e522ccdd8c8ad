/** Who meets whom in a round, by number from 1, the first at home. */
export type PairingRound = [home: number, away: number][];

/**
 * Everybody meets everybody once, by the circle method with sides turned so that nobody is at home more than once more
 * often than away, and as few as possible are twice in a row on the same side (count - 2 times in all for an even
 * count, never for an odd one). With an odd count one is free in every round.
 */
export function pairingTable(count: number): PairingRound[] {
  const even = count + (count % 2);
  const turning = even - 1;
  const dummy = even > count ? even : 0;
  return Array.from({ length: turning }, (_round, round) => {
    const fixed: [number, number] = round % 2 === 1 ? [even, round + 1] : [round + 1, even];
    const others = Array.from({ length: even / 2 - 1 }, (_pair, at): [number, number] => {
      const step = at + 1;
      const ahead = ((round + step) % turning) + 1;
      const behind = ((round - step + turning) % turning) + 1;
      return step % 2 === 1 ? [behind, ahead] : [ahead, behind];
    });
    return [fixed, ...others].filter((pair) => !pair.includes(dummy));
  });
}

/**
 * Everybody meets everybody twice, the second time with sides swapped. The last two rounds of the first half change
 * places, so that nobody is three times in a row on the same side.
 */
export function doublePairingTable(count: number): PairingRound[] {
  const first = pairingTable(count);
  const second = first.map((round) => round.map(([home, away]): [number, number] => [away, home]));
  const swapped = first.length < 3 ? first : [...first.slice(0, -2), ...first.slice(-2).toReversed()];
  return [...swapped, ...second];
}
