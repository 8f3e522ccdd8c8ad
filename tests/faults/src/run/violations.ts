/**
 * lost: acknowledged and not there. doubled: there more than once. order: an earlier state after a later one.
 * slow: recovery took longer than the limit. refused: a request that had to succeed. mismatch: two places that must
 * agree do not.
 */
export type Category = 'lost' | 'doubled' | 'order' | 'slow' | 'refused' | 'mismatch';

export interface Violation {
  category: Category;
  check: string;
  detail: string;
}

/** What was found to be wrong, in the order in which it was found. */
export interface Violations {
  readonly all: readonly Violation[];
  add(category: Category, check: string, detail: string): void;
  of(check: string): Violation[];
}

export function createViolations(say: (line: string) => void): Violations {
  const all: Violation[] = [];
  return {
    all,
    add(category, check, detail) {
      all.push({ category, check, detail });
      if (all.length <= 50) say(`  ${category.toUpperCase()} ${check}: ${detail}`);
    },
    of: (check) => all.filter((violation) => violation.check === check),
  };
}
