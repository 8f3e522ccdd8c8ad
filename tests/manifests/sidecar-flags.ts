import { MANIFEST_FILE, sidecarSpec, stackPaths, type Service } from '@gym/dev';

/** `--name=value` or `--name value` as pairs; a flag without a value is 'true'. */
export function flagsOf(args: readonly string[]): Map<string, string[]> {
  const flags = new Map<string, string[]>();
  for (const [index, argument] of args.entries()) {
    if (!argument.startsWith('--')) continue;
    const [name = '', inline] = argument.split(/=(.*)/s);
    const next = args[index + 1];
    const value = inline ?? (next === undefined || next.startsWith('--') ? 'true' : next);
    flags.set(name, [...(flags.get(name) ?? []), value]);
  }
  return flags;
}

/** How the sidecar of a service is started on this machine. */
export function machineFlags(service: Service): Map<string, string[]> {
  const context = {
    daprd: 'daprd',
    manifest: MANIFEST_FILE,
    paths: stackPaths('/nowhere'),
    redisHost: 'redis:6379',
    sentryPort: 50001,
    trustAnchors: '',
    daprApiToken: '',
    appApiToken: '',
    tracesPort: 3903,
    isTraced: false,
  };
  return flagsOf(sidecarSpec(context, service, `${service.appId}-0`, service.ports).args);
}
