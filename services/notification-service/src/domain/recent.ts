/** Remembers the latest `limit` ids. */
export interface Recent {
  /** @returns false for an id that was seen lately */
  add(id: string): boolean;
}

export function createRecent(limit: number): Recent {
  // A Set iterates in the order of insertion, so its first element is the oldest.
  const ids = new Set<string>();
  return {
    add(id) {
      if (ids.has(id)) return false;
      ids.add(id);
      const oldest = ids.values().next().value;
      if (ids.size > limit && oldest !== undefined) ids.delete(oldest);
      return true;
    },
  };
}
