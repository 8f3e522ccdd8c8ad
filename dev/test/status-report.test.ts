import { readManifest } from '../src/manifest.js';
import { statusReport } from '../src/cli/status-report.js';
import { matchProcesses } from '../src/supervisor/match.js';
import type { ProcessView, StackView } from '../src/supervisor/view.js';

function part(name: string, kind: ProcessView['kind'], more: Partial<ProcessView> = {}): ProcessView {
  const service = kind === 'infrastructure' ? null : 'user-service';
  const replica = service === null ? null : Number(/\d/.exec(name)?.[0]);
  return { name, kind, service, replica, pid: 1, port: 1, state: 'ready', reason: null, restarts: 0, ...more };
}

const processes = [
  part('redis', 'infrastructure', { pid: 11, port: 6390 }),
  part('user-service-0-sidecar', 'sidecar', { pid: 12, port: 3502, restarts: 1 }),
  part('user-service-0', 'app', { pid: 13, port: 8002, restarts: 2 }),
  part('user-service-1-sidecar', 'sidecar', { pid: null, port: 3512, state: 'restarting', reason: 'was killed' }),
  part('user-service-1', 'app', { pid: 14, port: 8012, state: 'not ready', reason: 'no sidecar' }),
];
const view: StackView = { phase: 'running', failure: null, offset: 0, only: null, replicas: {}, processes };

test('a replica is as well as the worse of its two processes', () => {
  const report = statusReport(view, readManifest());
  expect(report.services.find(({ name }) => name === 'user-service')?.replicas).toEqual([
    { pid: 13, port: 8002, dapr_pid: 12, dapr_http_port: 3502, state: 'ready', restarts: 3, reason: null },
    {
      pid: 14,
      port: 8012,
      dapr_pid: null,
      dapr_http_port: 3512,
      state: 'restarting',
      restarts: 0,
      reason: 'sidecar: was killed',
    },
  ]);
  expect(report.infrastructure).toEqual([{ name: 'redis', pid: 11, port: 6390, state: 'ready' }]);
});

test('a stack that does not run lists its services without replicas', () => {
  const report = statusReport(undefined, readManifest());
  expect(report.services).toHaveLength(5);
  expect(report.services.every(({ replicas }) => replicas.length === 0)).toBe(true);
  expect(report.urls).toEqual({ gateway: null, dashboard: null });
});

test.each([
  ['redis', ['redis']],
  ['user-service', ['user-service-0', 'user-service-1']],
  ['user-service-1', ['user-service-1']],
  ['user-service-sidecar', ['user-service-0-sidecar', 'user-service-1-sidecar']],
  ['user-service-0-sidecar', ['user-service-0-sidecar']],
])('%s stands for %j', (name, expected) => {
  expect(matchProcesses(processes, name)).toEqual(expected);
});

test('an unknown name is refused with a suggestion', () => {
  expect(() => matchProcesses(processes, 'user-servise')).toThrow('Did you mean user-service?');
});
