/** One command of dev.sh. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** What `help <name>` adds to the summary. */
  readonly details?: string;
  /** Returns the exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
}
