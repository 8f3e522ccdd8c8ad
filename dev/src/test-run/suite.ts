/** Results of tests, summed over suites. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface SuiteContext {
  /** The folder below which every suite has a home of its own. */
  readonly testHome: string;
  /** Arguments for jest, such as `-t name`. */
  readonly jestArguments: readonly string[];
  /** Options of the suite `faults`, as they were typed. */
  readonly faults: Readonly<Record<string, string>>;
  /** Compiles everything, once per run, and says whether that worked. */
  readonly build: () => Promise<boolean>;
}

export interface Suite {
  readonly name: string;
  readonly description: string;
  /** Left out when no suite is named. */
  readonly onlyByName?: boolean;
  readonly run: (context: SuiteContext) => Promise<Counts>;
}

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };
export const ONE_PASSED: Counts = { ...NOTHING, passed: 1 };
export const ONE_FAILED: Counts = { ...NOTHING, failed: 1 };

export function sum(counts: readonly Counts[]): Counts {
  return {
    passed: counts.reduce((total, { passed }) => total + passed, 0),
    failed: counts.reduce((total, { failed }) => total + failed, 0),
    skipped: counts.reduce((total, { skipped }) => total + skipped, 0),
  };
}

/** The last line of every run: other programs read it. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
