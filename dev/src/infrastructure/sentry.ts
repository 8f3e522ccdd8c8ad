import { dirname, join } from 'node:path';
import type { StackPaths } from '../paths.js';
import type { InfrastructurePorts } from '../ports.js';
import { httpProbe } from '../process/probes.js';
import type { ProcessSpec } from '../process/process-spec.js';
import { childEnvironment } from './environment.js';

/** The certificate authority of the sidecars; it makes its root certificate at the first start. */
export function sentrySpec(
  binary: string,
  manifest: string,
  paths: StackPaths,
  ports: InfrastructurePorts,
): ProcessSpec {
  return {
    name: 'sentry',
    kind: 'infrastructure',
    command: binary,
    args: [
      ['--mode', 'standalone', '--config', join(dirname(manifest), 'config/sentry.yaml')],
      ['--listen-address', '127.0.0.1', '--port', String(ports.sentry)],
      ['--healthz-listen-address', '127.0.0.1', '--healthz-port', String(ports.sentryHealth)],
      ['--metrics-listen-address', '127.0.0.1', '--metrics-port', String(ports.sentryMetrics)],
      ['--issuer-credentials', paths.certs, '--trust-domain', 'localhost', '--log-as-json'],
    ].flat(),
    cwd: paths.run,
    env: childEnvironment(paths.home, { GOMAXPROCS: '1', NAMESPACE: 'default' }),
    port: ports.sentry,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 2_000,
    probe: httpProbe(ports.sentryHealth, '/healthz'),
  };
}

/** The root certificate every sidecar trusts. */
export function trustAnchorsFile(paths: StackPaths): string {
  return join(paths.certs, 'ca.crt');
}
