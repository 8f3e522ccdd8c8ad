import { z } from 'zod';
import { readIfPresent, writeFileAtomically } from '../files.js';
import type { ProcessIdentity } from './identity.js';

const recordSchema = z.object({
  name: z.string(),
  kind: z.enum(['supervisor', 'infrastructure', 'app', 'sidecar']),
  pid: z.int().min(2),
  startTime: z.string(),
});

export type ProcessRecord = z.infer<typeof recordSchema>;

const fileSchema = z.array(recordSchema);

/** The living processes of a stack, on disk, so that they can be found after a sudden death of the supervisor. */
export class ProcessRegistry {
  readonly #file: string;
  readonly #records = new Map<string, ProcessRecord>();

  constructor(file: string) {
    this.#file = file;
  }

  /** Writes before it returns: a process that is not on disk could become an orphan. */
  add(name: string, kind: ProcessRecord['kind'], identity: ProcessIdentity): void {
    this.#records.set(name, { name, kind, ...identity });
    this.#write();
  }

  remove(name: string): void {
    if (this.#records.delete(name)) this.#write();
  }

  #write(): void {
    writeFileAtomically(this.#file, JSON.stringify([...this.#records.values()], null, 1));
  }
}

/** What an earlier supervisor recorded. A file that cannot be understood counts as a fault, not as "nothing runs". */
export function readProcessRecords(file: string): ProcessRecord[] {
  const content = readIfPresent(file);
  return content === undefined ? [] : fileSchema.parse(JSON.parse(content));
}
