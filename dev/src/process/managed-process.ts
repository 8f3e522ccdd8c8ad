import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../errors.js';
import { signalGroup, startTimeOf, type ProcessIdentity } from './identity.js';
import { lastLines, logPath, openLog, truncateIfHuge } from './log-file.js';
import type { ProbeResult, ProcessSpec, ProcessState } from './process-spec.js';
import { MAX_TRIES, RestartPolicy } from './restart-policy.js';

/** While it starts, or after a probe without an answer. */
const PROBE_SOON_MS = 100;
const PROBE_RUNNING_MS = 1_500;
/** A process that was ready and then gave no answer for so long hangs, and is replaced. */
const HANGING_MS = 12_000;

export interface ProcessObserver {
  readonly logs: string;
  started(spec: ProcessSpec, identity: ProcessIdentity): void;
  ended(spec: ProcessSpec): void;
  /** It ended and will not be started again by itself. */
  gaveUp(spec: ProcessSpec): void;
  changed(): void;
}

/** One child: started, probed, restarted with backoff, given up after a crash loop, stopped. */
export class ManagedProcess {
  readonly spec: ProcessSpec;
  readonly #observer: ProcessObserver;
  readonly #policy = new RestartPolicy();
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #stopping = false;
  #readySince: number | undefined;
  #restartTimer: NodeJS.Timeout | undefined;
  #state: ProcessState = 'stopped';
  #reason: string | null = null;
  #restarts = 0;

  constructor(spec: ProcessSpec, observer: ProcessObserver) {
    this.spec = spec;
    this.#observer = observer;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  get state(): ProcessState {
    return this.#state;
  }

  get reason(): string | null {
    return this.#reason;
  }

  get restarts(): number {
    return this.#restarts;
  }

  start(): void {
    this.#stopping = false;
    this.#policy.reset();
    this.#spawn();
  }

  /** Ends the process: its own signal first, SIGKILL for the whole group when it takes too long. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restartTimer);
    const pid = this.pid;
    if (pid !== null) {
      signalGroup(pid, this.spec.stopSignal);
      const patience = new AbortController();
      const killed = delay(this.spec.stopTimeoutMs, undefined, { signal: patience.signal }).then(
        () => signalGroup(pid, 'SIGKILL'),
        () => false,
      );
      await this.#ended;
      patience.abort();
      await killed;
    }
    this.#become('stopped', null);
  }

  /** Announces the end without waiting for it, so that a sidecar stops deliveries before its app goes. */
  announceStop(): void {
    this.#stopping = true;
    if (this.pid !== null) signalGroup(this.pid, this.spec.stopSignal);
  }

  /** @param mayStart asked after the end of the old run, because the whole stack may have been stopped meanwhile */
  async restart(mayStart: () => boolean): Promise<void> {
    await this.stop();
    if (!mayStart()) return;
    this.#restarts += 1;
    this.start();
  }

  #spawn(): void {
    const { spec } = this;
    spec.cleanUp?.();
    this.#readySince = undefined;
    this.#become('starting', 'just started');
    const log = openLog(this.#observer.logs, spec.name);
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      detached: true, // leads its own process group, which is killed as one
      stdio: ['ignore', log, log],
      ...spec.user,
    });
    closeSync(log);
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => {
        if (child.pid === undefined) resolve(this.#onEnd(child, `cannot be started: ${messageOf(error)}`));
      });
      child.once('exit', (code, signal) => {
        resolve(this.#onEnd(child, signal === null ? `ended with code ${code}` : `was ended by ${signal}`));
      });
    });
    const startTime = child.pid === undefined ? undefined : startTimeOf(child.pid);
    if (child.pid !== undefined && startTime !== undefined) this.#observer.started(spec, { pid: child.pid, startTime });
    void this.#watch(child);
  }

  #onEnd(child: ChildProcess, how: string): void {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL'); // what it left in its group
    this.#child = undefined;
    this.#observer.ended(this.spec);
    if (this.#stopping) return;
    const decision = this.#policy.onExit(this.#readySince === undefined ? 0 : Date.now() - this.#readySince);
    const [lastLine = 'it logged nothing'] = lastLines(logPath(this.#observer.logs, this.spec.name), 1);
    const reason = `${how}; last line: ${lastLine.slice(0, 500)}`;
    if (!decision.restart) {
      this.#become('crashed', `crash loop, given up after ${MAX_TRIES} restarts: ${reason}`);
      this.#observer.gaveUp(this.spec);
      return;
    }
    this.#become('restarting', reason);
    this.#restarts += 1;
    this.#restartTimer = setTimeout(() => this.#spawn(), decision.delayMs);
  }

  async #watch(child: ChildProcess): Promise<void> {
    let silentSince: number | undefined;
    while (this.#child === child) {
      const result = await this.#probe();
      if (this.#child !== child || this.#stopping) return;
      silentSince = result.ready || result.live ? undefined : (silentSince ?? Date.now());
      this.#note(result);
      const hangs = silentSince !== undefined && Date.now() - silentSince > HANGING_MS;
      if (this.#readySince !== undefined && hangs && child.pid !== undefined) {
        signalGroup(child.pid, 'SIGKILL');
        return;
      }
      truncateIfHuge(this.#observer.logs, this.spec.name);
      await delay(this.#readySince === undefined || silentSince !== undefined ? PROBE_SOON_MS : PROBE_RUNNING_MS);
    }
  }

  async #probe(): Promise<ProbeResult> {
    try {
      return await this.spec.probe();
    } catch (error) {
      return { ready: false, live: false, reason: messageOf(error) };
    }
  }

  #note(result: ProbeResult): void {
    if (result.ready) {
      this.#readySince ??= Date.now();
      this.#become('ready', null);
    } else {
      this.#become(this.#readySince === undefined ? 'starting' : 'not ready', result.reason);
    }
  }

  #become(state: ProcessState, reason: string | null): void {
    if (this.#state === state && this.#reason === reason) return;
    this.#state = state;
    this.#reason = reason;
    this.#observer.changed();
  }
}
