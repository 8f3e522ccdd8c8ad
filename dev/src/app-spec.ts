import { childEnvironment } from './infrastructure/environment.js';
import type { Manifest, Service, ServicePorts } from './manifest.js';
import { shiftLoopbackPorts } from './ports.js';
import { appProbe } from './process/probes.js';
import type { ProcessSpec } from './process/process-spec.js';
import { tracesUrl } from './sidecar-spec.js';

export interface AppContext {
  readonly home: string;
  readonly manifest: Manifest;
  readonly offset: number;
  readonly daprApiToken: string;
  readonly appApiToken: string;
  readonly tracesPort: number;
  /** Share of the requests that are recorded. */
  readonly traced: number;
}

/** A service gets its ports, its tokens and the plain settings of the manifest; secrets come from its sidecar. */
export function appSpec(context: AppContext, service: Service, pod: string, ports: ServicePorts): ProcessSpec {
  const [command = '', ...args] = service.command;
  const own = { appId: service.appId, appPort: ports.app };
  const settings = Object.entries(service.env).map(
    ([name, value]) => [name, shiftLoopbackPorts(value, context.manifest.services, own, context.offset)] as const,
  );
  return {
    name: pod,
    kind: 'app',
    command: command === 'node' ? process.execPath : command,
    args,
    cwd: service.folder,
    env: childEnvironment(context.home, {
      ...Object.fromEntries(settings),
      HOST: '127.0.0.1',
      APP_ID: service.appId,
      APP_PORT: String(ports.app),
      POD_NAME: pod,
      DAPR_HTTP_PORT: String(ports.daprHttp),
      DAPR_API_TOKEN: context.daprApiToken,
      APP_API_TOKEN: context.appApiToken,
      ...(ports.appMetrics === undefined ? {} : { METRICS_PORT: String(ports.appMetrics) }),
      ...(context.traced === 0
        ? {}
        : {
            OTEL_EXPORTER_ZIPKIN_ENDPOINT: tracesUrl(context.tracesPort),
            OTEL_TRACES_SAMPLER_ARG: String(context.traced),
          }),
      LOG_LEVEL: process.env['LOG_LEVEL'] || 'info',
      NODE_ENV: process.env['NODE_ENV'] || 'development',
    }),
    port: ports.app,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 4_000,
    probe: appProbe(ports.app, service.healthPath),
  };
}
