import type { World } from '../load/world.js';
import type { Databases } from '../run/databases.js';
import type { StackUnderTest } from '../run/stack-under-test.js';

export const faultKinds = [
  'kill a service',
  'kill a sidecar',
  'kill the gateway',
  "kill the gateway's sidecar",
  'kill the broker',
  'kill and empty the broker',
  'kill PostgreSQL',
  'kill sentry',
  'kill the supervisor',
  'kill in a commit',
  'hang a service',
  'hang a sidecar',
  'backlog',
  'poison an event',
  'rolling restart',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What will be broken; all that is left to chance is decided here, by the seed. */
export interface Fault {
  kind: FaultKind;
  /** Name of a process, of a service, or of a database. */
  target: string;
  /** Again as soon as what was broken is there again. */
  twice: boolean;
  /** ms before it, and before its repetition. */
  pauseMs: number;
  againMs: number;
  /** ms for those that last. */
  lastsMs: number;
}

export interface Scene {
  readonly stack: StackUnderTest;
  readonly databases: Databases;
  readonly world: World;
  /** To be called when something is broken: from the last time on, recovery is measured. */
  harm(): void;
}

/** Breaks something, and ends when it does nothing more. */
export type Injector = (scene: Scene, fault: Fault) => Promise<void>;
