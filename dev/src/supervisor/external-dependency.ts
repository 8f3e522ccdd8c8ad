import { messageOf } from '../errors.js';
import type { Probe } from '../process/process-spec.js';
import type { ProcessView } from './view.js';

const PROBE_MS = 2_000;
const PROBE_STARTING_MS = 100;

/** A server that somebody else runs: watched, never started or stopped. */
export class ExternalDependency {
  readonly #name: string;
  readonly #port: number;
  readonly #probe: Probe;
  readonly #observer: { changed(): void };
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #state: ProcessView['state'] = 'starting';
  #reason: string | null = null;

  constructor(name: string, port: number, probe: Probe, observer: { changed(): void }) {
    this.#name = name;
    this.#port = port;
    this.#probe = probe;
    this.#observer = observer;
    void this.#check();
  }

  view(): ProcessView {
    return {
      name: this.#name,
      kind: 'infrastructure',
      service: null,
      replica: null,
      pid: null,
      port: this.#port,
      state: this.#state,
      reason: this.#reason,
      restarts: 0,
    };
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #check(): Promise<void> {
    const result = await this.#probe().catch((error: unknown) => ({ ready: false as const, reason: messageOf(error) }));
    if (this.#stopped) return;
    const before = this.#state;
    if (result.ready) {
      this.#state = 'ready';
      this.#reason = null;
    } else {
      this.#state = before === 'starting' ? 'starting' : 'not ready';
      this.#reason = result.reason;
    }
    if (before !== this.#state) this.#observer.changed();
    this.#timer = setTimeout(() => void this.#check(), this.#state === 'starting' ? PROBE_STARTING_MS : PROBE_MS);
  }
}
