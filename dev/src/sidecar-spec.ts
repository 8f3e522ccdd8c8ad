import { dirname, join } from 'node:path';
import { childEnvironment } from './infrastructure/environment.js';
import type { Service, ServicePorts } from './manifest.js';
import type { StackPaths } from './paths.js';
import { sidecarProbe } from './process/probes.js';
import type { ProcessSpec } from './process/process-spec.js';

/** What the sidecars of one stack share. */
export interface SidecarContext {
  readonly daprd: string;
  readonly manifest: string;
  readonly paths: StackPaths;
  /** host:port */
  readonly redisHost: string;
  readonly sentryPort: number;
  readonly trustAnchors: string;
  readonly daprApiToken: string;
  readonly appApiToken: string;
  readonly tracesPort: number;
  /** Whether sidecars record what their callers record. */
  readonly isTraced: boolean;
}

/** Variables that every sidecar needs, also one that `dapr run` starts. */
export function sidecarSettings(context: SidecarContext): Record<string, string> {
  return {
    NAMESPACE: 'default',
    DAPR_HOST_IP: '127.0.0.1',
    DAPR_API_TOKEN: context.daprApiToken,
    APP_API_TOKEN: context.appApiToken,
    DAPR_TRUST_ANCHORS: context.trustAnchors,
    GYM_REDIS_HOST: context.redisHost,
    GYM_SECRETS_FILE: context.paths.secrets,
    GYM_MAIL_FOLDER: context.paths.mail,
    GYM_NAMES_DB: context.paths.names,
    GYM_TRACES_URL: tracesUrl(context.tracesPort),
    // Next to nothing by itself: callers decide.
    GYM_SIDECAR_SAMPLING: context.isTraced ? '1e-12' : '0',
  };
}

/** Where the supervisor takes spans. */
export function tracesUrl(port: number): string {
  return `http://127.0.0.1:${port}/api/v2/spans`;
}

/** Seconds, milliseconds and failures of the health check that lets deliveries through. */
const HEALTH_CHECK = [
  '--app-health-probe-interval',
  '1',
  '--app-health-probe-timeout',
  '1000',
  '--app-health-threshold',
  '3',
];

export function sidecarSpec(context: SidecarContext, service: Service, pod: string, ports: ServicePorts): ProcessSpec {
  const configs = ['name-resolution', 'tracing'].map((name) => join(dirname(context.manifest), `config/${name}.yaml`));
  return {
    name: `${pod}-sidecar`,
    kind: 'sidecar',
    command: context.daprd,
    args: [
      ['--mode', 'standalone', '--app-id', service.appId, '--app-protocol', 'http'],
      ['--app-port', String(ports.app), '--app-channel-address', '127.0.0.1'],
      ['--dapr-listen-addresses', '127.0.0.1', '--dapr-http-port', String(ports.daprHttp)],
      ['--dapr-grpc-port', String(ports.daprGrpc), '--dapr-internal-grpc-listen-address', '127.0.0.1'],
      ['--dapr-internal-grpc-port', String(ports.daprInternalGrpc)],
      ['--metrics-listen-address', '127.0.0.1', '--metrics-port', String(ports.metrics)],
      ...service.resourcesFolders.map((folder) => ['--resources-path', folder]),
      service.configFile === undefined ? [] : ['--config', service.configFile],
      ...configs.map((file) => ['--config', file]),
      ['--enable-mtls', '--sentry-address', `127.0.0.1:${context.sentryPort}`],
      ['--control-plane-trust-domain', 'localhost', '--control-plane-namespace', 'default'],
      ['--enable-app-health-check', '--app-health-check-path', service.healthPath, ...HEALTH_CHECK],
      ['--max-body-size', '4Mi', '--read-buffer-size', '64Ki', '--log-level', 'info', '--log-as-json'],
      ['--dapr-graceful-shutdown-seconds', '3', '--dapr-block-shutdown-duration', '3s'],
    ].flat(),
    cwd: dirname(dirname(context.manifest)),
    env: childEnvironment(context.paths.home, {
      ...sidecarSettings(context),
      POD_NAME: pod,
      // What its spans are said to come from.
      OTEL_SERVICE_NAME: `${service.appId}-sidecar`,
      // Measured: one core is as fast as two, and a rarer garbage collection gives 10-40 % more requests.
      GOMAXPROCS: '1',
      GOGC: '400',
    }),
    port: ports.daprHttp,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 4_000,
    probe: sidecarProbe(ports.daprHttp, service.appId, service.healthPath, context.daprApiToken),
  };
}
