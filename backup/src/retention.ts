/** A backup as it lies in the folder. */
export interface Kept {
  readonly name: string;
  readonly madeAt: Date;
  /** It is complete, and its files have the size they were written with. */
  readonly isGood: boolean;
}

const dayMs = 86_400_000;

/**
 * What may be deleted: everything older than the days, but never the newest good backup, nor anything newer than that.
 * While no backup is good nothing is deleted.
 */
export function expired(backups: readonly Kept[], now: Date, days: number): Kept[] {
  const lastGood = backups
    .filter(({ isGood }) => isGood)
    .reduce<Kept | undefined>(
      (last, item) => (last === undefined || item.madeAt > last.madeAt ? item : last),
      undefined,
    );
  if (lastGood === undefined) return [];
  const limit = now.getTime() - days * dayMs;
  return backups.filter(({ madeAt }) => madeAt.getTime() < limit && madeAt < lastGood.madeAt);
}
