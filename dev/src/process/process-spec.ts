/** Whether a process does its work; `live` is false when it does not even answer. */
export type ProbeResult =
  { readonly ready: true } | { readonly ready: false; readonly live: boolean; readonly reason: string };

export type Probe = () => Promise<ProbeResult>;

export type ProcessKind = 'infrastructure' | 'app' | 'sidecar';

/** Everything needed to start one process and to know how it is. */
export interface ProcessSpec {
  /** Also the name of its log file. */
  readonly name: string;
  readonly kind: ProcessKind;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Set when the process must not run as the user of the supervisor. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly port: number;
  readonly stopSignal: NodeJS.Signals;
  /** How long a stop may take before the process is killed. */
  readonly stopTimeoutMs: number;
  readonly probe: Probe;
  /** Removes what a killed run left outside its process group, such as a container. */
  readonly cleanUp?: () => void;
}

export type ProcessState = 'stopped' | 'starting' | 'ready' | 'not ready' | 'restarting' | 'crashed';
