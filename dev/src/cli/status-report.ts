import type { Manifest } from '../manifest.js';
import type { ProcessView, StackView } from '../supervisor/view.js';

/** What `status --json` prints; a stopped stack has no replicas. */
export interface StatusReport {
  readonly services: readonly { readonly name: string; readonly replicas: readonly ReplicaReport[] }[];
  readonly infrastructure: readonly Pick<ProcessView, 'name' | 'pid' | 'port' | 'state'>[];
  readonly urls: { readonly gateway: string | null; readonly dashboard: string | null };
}

export interface ReplicaReport {
  readonly pid: number | null;
  readonly port: number;
  readonly dapr_pid: number | null;
  readonly dapr_http_port: number;
  readonly state: ProcessView['state'];
  readonly restarts: number;
  readonly reason: string | null;
}

/** From bad to good: a replica is as well as the worse of its two processes. */
const SEVERITY: readonly ProcessView['state'][] = [
  'crashed',
  'stopped',
  'restarting',
  'starting',
  'not ready',
  'ready',
];

export function statusReport(view: StackView | undefined, manifest: Manifest): StatusReport {
  const processes = view?.processes ?? [];
  const gateway = gatewayUrl(view);
  return {
    services: manifest.services.map(({ appId }) => ({
      name: appId,
      replicas: processes
        .filter(({ service, kind }) => service === appId && kind === 'app')
        .map((app) => replicaReport(app, processes)),
    })),
    infrastructure: processes
      .filter(({ kind }) => kind === 'infrastructure')
      .map(({ name, pid, port, state }) => ({ name, pid, port, state })),
    urls: { gateway, dashboard: null },
  };
}

/** The first service of the manifest is the one that people talk to. */
export function gatewayUrl(view: StackView | undefined): string | null {
  const gateway = view?.processes.find(({ kind }) => kind === 'app');
  return gateway === undefined ? null : `http://localhost:${gateway.port}`;
}

export function sidecarOf(app: ProcessView, processes: readonly ProcessView[]): ProcessView | undefined {
  return processes.find(({ name }) => name === `${app.name}-sidecar`);
}

export function replicaReport(app: ProcessView, processes: readonly ProcessView[]): ReplicaReport {
  const sidecar = sidecarOf(app, processes);
  const parts = sidecar === undefined ? [app] : [app, sidecar];
  const worst = parts.toSorted((left, right) => SEVERITY.indexOf(left.state) - SEVERITY.indexOf(right.state))[0] ?? app;
  return {
    pid: app.pid,
    port: app.port,
    dapr_pid: sidecar?.pid ?? null,
    dapr_http_port: sidecar?.port ?? 0,
    state: worst.state,
    restarts: parts.reduce((sum, { restarts }) => sum + restarts, 0),
    reason: worst.reason === null ? null : worst === sidecar ? `sidecar: ${worst.reason}` : worst.reason,
  };
}
