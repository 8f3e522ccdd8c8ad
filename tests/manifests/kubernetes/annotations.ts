/**
 * The annotations of Dapr that the manifests use, from pkg/injector/annotations/annotations.go of dapr 1.18.3. Dapr
 * ignores names and values that it does not understand; so a new one is looked up there and added here.
 */
export const daprAnnotations: Readonly<Record<string, RegExp>> = {
  'dapr.io/enabled': /^true$/,
  'dapr.io/app-id': /^[a-z0-9]+(-[a-z0-9]+)*$/,
  'dapr.io/app-port': /^\d+$/,
  'dapr.io/app-protocol': /^http$/,
  'dapr.io/config': /^[a-z-]+$/,
  'dapr.io/enable-native-sidecar': /^true$/,
  'dapr.io/enable-app-health-check': /^true$/,
  'dapr.io/app-health-check-path': /^\//,
  'dapr.io/app-health-probe-interval': /^\d+$/,
  'dapr.io/app-health-probe-timeout': /^\d+$/,
  'dapr.io/app-health-threshold': /^\d+$/,
  'dapr.io/max-body-size': /^\d+[KM]i$/,
  'dapr.io/read-buffer-size': /^\d+[KM]i$/,
  'dapr.io/log-as-json': /^(true|false)$/,
  'dapr.io/graceful-shutdown-seconds': /^\d+$/,
  'dapr.io/block-shutdown-duration': /^\d+s$/,
  'dapr.io/api-token-secret': /^[a-z-]+$/,
  'dapr.io/app-token-secret': /^[a-z-]+$/,
  'dapr.io/disable-builtin-k8s-secret-store': /^true$/,
  'dapr.io/placement-host-address': /^$/,
  'dapr.io/scheduler-host-address': /^$/,
  'dapr.io/sidecar-seccomp-profile-type': /^RuntimeDefault$/,
  'dapr.io/sidecar-cpu-request': /^\d+m$/,
  'dapr.io/sidecar-memory-request': /^\d+Mi$/,
  'dapr.io/sidecar-memory-limit': /^\d+Mi$/,
  'dapr.io/env': /^[A-Z]+=[^,=]+(,[A-Z]+=[^,=]+)*$/,
  'dapr.io/volume-mounts': /^[a-z-]+:\/[^:,]+$/,
  'dapr.io/volume-mounts-rw': /^[a-z-]+:\/[^:,]+$/,
};
/** Without these a sidecar is not there, not safe or not the one of the service. */
export const required = [
  'enabled',
  'app-id',
  'app-port',
  'config',
  'enable-native-sidecar',
  'api-token-secret',
  'app-token-secret',
  'sidecar-seccomp-profile-type',
  'sidecar-memory-limit',
].map((name) => `dapr.io/${name}`);
