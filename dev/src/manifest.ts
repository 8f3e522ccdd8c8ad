import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { DevError, messageOf } from './errors.js';
import { CHECKOUT } from './paths.js';

const port = z.int().min(1).max(65_535);
const plainSettings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));

const appSchema = z.object({
  appID: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by dashes'),
  appDirPath: z.string().min(1),
  appPort: port,
  daprHTTPPort: port,
  daprGRPCPort: port,
  daprInternalGRPCPort: port,
  metricsPort: port,
  configFilePath: z.string().optional(),
  resourcesPaths: z.array(z.string()).optional(),
  appHealthCheckPath: z.string().startsWith('/').default('/healthz'),
  command: z.array(z.string()).min(1),
  env: plainSettings.default({}),
});

const templateSchema = z.object({
  version: z.literal(1),
  common: z.object({ resourcesPaths: z.array(z.string()).default([]), env: plainSettings.default({}) }).prefault({}),
  apps: z.array(appSchema).min(1),
});

/** One service as the multi-app run template describes it; every path is absolute. */
export interface Service {
  readonly appId: string;
  readonly folder: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly ports: ServicePorts;
  readonly healthPath: string;
  readonly configFile: string | undefined;
  readonly resourcesFolders: readonly string[];
  /** Names of the secrets its sidecar may read. */
  readonly secrets: readonly string[];
}

/** The ports of one service; in the manifest those of replica 0 without an offset. */
export interface ServicePorts {
  readonly app: number;
  readonly daprHttp: number;
  readonly daprGrpc: number;
  readonly daprInternalGrpc: number;
  /** Figures of the sidecar. */
  readonly metrics: number;
  /** Figures of the service, for one that serves them. */
  readonly appMetrics?: number;
}

export interface Manifest {
  readonly file: string;
  readonly services: readonly Service[];
  /** Names of the secrets that components read: what they connect to. */
  readonly componentSecrets: readonly string[];
}

const COMPONENTS = join(CHECKOUT, 'components');

export const MANIFEST_FILE = join(CHECKOUT, 'dapr/dapr.yaml');

/**
 * Reads the list of services. Throws a DevError that names every fault of the file.
 * @param components the folder that takes the place of `components/`
 */
export function readManifest(file: string = MANIFEST_FILE, components: string = COMPONENTS): Manifest {
  const parsed = templateSchema.safeParse(parseYaml(file));
  if (!parsed.success) {
    throw new DevError(
      'manifest-invalid',
      `${file} is not a valid list of services:\n${z.prettifyError(parsed.error)}`,
    );
  }
  const folder = dirname(file);
  const { common, apps } = parsed.data;
  const services = apps.map((app): Service => {
    const configFile = app.configFilePath === undefined ? undefined : resolve(folder, app.configFilePath);
    return {
      appId: app.appID,
      folder: resolve(folder, app.appDirPath),
      command: app.command,
      env: { ...common.env, ...app.env },
      ports: {
        app: app.appPort,
        daprHttp: app.daprHTTPPort,
        daprGrpc: app.daprGRPCPort,
        daprInternalGrpc: app.daprInternalGRPCPort,
        metrics: app.metricsPort,
        ...metricsPortOf(app.env),
      },
      healthPath: app.appHealthCheckPath,
      configFile,
      resourcesFolders: [...common.resourcesPaths, ...(app.resourcesPaths ?? [])]
        .map((path) => resolve(folder, path))
        .map((path) => (path === COMPONENTS ? components : path)),
      secrets: configFile === undefined ? [] : readAllowedSecrets(configFile),
    };
  });
  refuseDoubles(file, services);
  const folders = new Set(services.flatMap(({ resourcesFolders }) => resourcesFolders));
  return { file, services, componentSecrets: [...folders].flatMap(readComponentSecrets) };
}

/** A setting of the service like any other; here it is moved with the other ports. */
function metricsPortOf({ METRICS_PORT: text }: Record<string, string>): Pick<ServicePorts, 'appMetrics'> {
  return text === undefined ? {} : { appMetrics: port.parse(Number(text)) };
}

/**
 * The databases that are needed: a service that may read the secret `x-db` owns the database `x_db`, and one that only
 * a component reads has an owner of its own name.
 */
export function databasesOf(manifest: Manifest): { secret: string; database: string; role: string }[] {
  const owners = [
    ...manifest.services.flatMap(({ appId, secrets }) => secrets.map((secret) => ({ secret, owner: appId }))),
    ...manifest.componentSecrets.map((secret) => ({ secret, owner: secret })),
  ];
  return owners
    .filter(({ secret }) => secret.endsWith('-db'))
    .map(({ secret, owner }) => ({
      secret,
      database: secret.replaceAll('-', '_'),
      role: owner.replaceAll('-', '_'),
    }));
}

const componentSchema = z.object({
  kind: z.literal('Component'),
  spec: z.object({
    metadata: z.array(z.object({ secretKeyRef: z.object({ name: z.string() }).optional() })).default([]),
  }),
});

function readComponentSecrets(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];
  const names = files
    .flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')))
    .flatMap((document) => componentSchema.safeParse(document.toJS()).data?.spec.metadata ?? [])
    .flatMap(({ secretKeyRef }) => secretKeyRef?.name ?? []);
  return [...new Set(names)];
}

const configurationSchema = z.object({
  spec: z.object({
    secrets: z
      .object({ scopes: z.array(z.object({ allowedSecrets: z.array(z.string()).default([]) })).default([]) })
      .optional(),
  }),
});

function readAllowedSecrets(file: string): string[] {
  const parsed = configurationSchema.safeParse(parseYaml(file));
  if (!parsed.success) {
    throw new DevError(
      'configuration-invalid',
      `${file} is not a Dapr Configuration:\n${z.prettifyError(parsed.error)}`,
    );
  }
  return parsed.data.spec.secrets?.scopes.flatMap((scope) => scope.allowedSecrets) ?? [];
}

function parseYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new DevError('manifest-unreadable', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function refuseDoubles(file: string, services: readonly Service[]): void {
  const owners = new Map<string | number, string>();
  for (const service of services) {
    for (const key of [service.appId, ...Object.values(service.ports)]) {
      const owner = owners.get(key);
      if (owner !== undefined) {
        throw new DevError('manifest-invalid', `${file}: ${key} is used by ${owner} and by ${service.appId}`);
      }
      owners.set(key, service.appId);
    }
  }
}
