export { DevError } from './errors.js';
export {
  databasesOf,
  readManifest,
  MANIFEST_FILE,
  type Manifest,
  type Service,
  type ServicePorts,
} from './manifest.js';
export { CHECKOUT, defaultHome, stackPaths, type StackPaths } from './paths.js';
export { infrastructurePorts, isPortFree, replicaPorts } from './ports.js';
export { readSecrets, type Secrets } from './secrets.js';
export { deleteStack, openStack, startStack, stopStack, type Stack, type StackOptions } from './stack.js';
export {
  askRestart as restartInStack,
  askTrace as findTrace,
  askView as viewStack,
} from './supervisor/control-client.js';
export { type ProcessView, type StackView } from './supervisor/view.js';
export { traceTree } from './traces/trace-tree.js';
export { type ZipkinSpan } from './traces/zipkin-span.js';
export { ensureTools } from './tools/index.js';
export { daprSources, ensureInject } from './tools/injector.js';
export { ensureKustomize } from './tools/kustomize.js';
export { ensurePrometheus, type PrometheusBinaries } from './tools/prometheus.js';
export { sidecarSpec } from './sidecar-spec.js';
