import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { appSpec } from '../app-spec.js';
import { connectionsOf, type Connections } from '../connections.js';
import { DevError, messageOf } from '../errors.js';
import { writeFileAtomically } from '../files.js';
import { ensureDatabases } from '../infrastructure/databases.js';
import { initialisePostgres, postgresProbe, postgresSpec } from '../infrastructure/postgres.js';
import { rabbitmqNamesSpec, rabbitmqSpec } from '../infrastructure/rabbitmq.js';
import { redisProbe, redisSpec } from '../infrastructure/redis.js';
import { sentrySpec, trustAnchorsFile } from '../infrastructure/sentry.js';
import type { Launch } from '../launch.js';
import { readManifest, type Manifest } from '../manifest.js';
import { stackPaths, type StackPaths } from '../paths.js';
import { infrastructurePorts, replicaPorts } from '../ports.js';
import { startTimeOf, type ProcessIdentity } from '../process/identity.js';
import { rotateLog } from '../process/log-file.js';
import { ManagedProcess, type ProcessObserver } from '../process/managed-process.js';
import type { ProcessSpec } from '../process/process-spec.js';
import { ProcessRegistry } from '../process/registry.js';
import { developmentSecret, readSecrets, type Secrets } from '../secrets.js';
import { sidecarSpec } from '../sidecar-spec.js';
import { ExternalDependency } from './external-dependency.js';
import { matchProcesses } from './match.js';
import { restartReplica } from './rolling-restart.js';
import type { ProcessView, StackView } from './view.js';

type Member = { readonly process: ManagedProcess; readonly service: string | null; readonly replica: number | null };

const RESTART_PATIENCE_MS = 30_000;

/** Owns all processes of one stack from their start to their end. */
export class Supervisor implements ProcessObserver {
  readonly logs: string;
  readonly #launch: Launch;
  readonly #paths: StackPaths;
  readonly #manifest: Manifest;
  readonly #secrets: Secrets;
  readonly #connections: Connections;
  readonly #registry: ProcessRegistry;
  readonly #members: Member[] = [];
  readonly #externals: ExternalDependency[] = [];
  #phase: StackView['phase'] = 'starting';
  #failure: string | null = null;
  #writeTimer: NodeJS.Timeout | undefined;

  constructor(launch: Launch) {
    this.#launch = launch;
    this.#paths = stackPaths(launch.home);
    this.logs = this.#paths.logs;
    this.#manifest = readManifest(launch.manifest, launch.components);
    const secrets = readSecrets(this.#paths.secrets);
    if (secrets === undefined) throw new DevError('no-secrets', `${this.#paths.secrets} is missing`);
    this.#secrets = secrets;
    this.#connections = connectionsOf(launch, this.#manifest, secrets);
    this.#registry = new ProcessRegistry(this.#paths.processes);
    this.#registry.add('supervisor', 'supervisor', { pid: process.pid, startTime: startTimeOf(process.pid) ?? '' });
  }

  /** Starts everything: infrastructure side by side, then all services and sidecars at once. */
  async start(): Promise<void> {
    try {
      this.#startInfrastructure();
      await this.#untilReady();
      await ensureDatabases(this.#connections.postgres.adminUrl, this.#connections.owners);
      if (this.#phase === 'starting' && this.#launch.only === null) this.#startServices();
      if (this.#phase === 'starting') this.#phase = 'running';
    } catch (error) {
      if (this.#phase === 'starting') this.#phase = 'failed';
      this.#failure = messageOf(error);
    }
    this.changed();
  }

  view(): StackView {
    const { offset, only, replicas } = this.#launch;
    const processes = this.#members.map(({ process, service, replica }): ProcessView => {
      const { name, kind, port } = process.spec;
      const { pid, state, reason, restarts } = process;
      return { name, kind, service, replica, pid, port, state, reason, restarts };
    });
    const externals = this.#externals.map((external) => external.view());
    return {
      phase: this.#phase,
      failure: this.#failure,
      offset,
      only,
      replicas,
      processes: [...externals, ...processes],
    };
  }

  /** Restarts what the name means, one after the other, so that a second replica serves meanwhile. */
  async restart(name: string): Promise<string[]> {
    const names = matchProcesses(this.view().processes, name);
    const members = this.#members.filter(({ process }) => names.includes(process.spec.name));
    if (members.length === 0) throw new DevError('not-ours', `${name} is run by somebody else`);
    const isRolling = members.length > 1;
    const mayStart = (): boolean => this.#phase === 'running';
    for (const member of members) {
      // One that was given up has lost its sidecar with it.
      const isWhole = isRolling || member.process.state === 'crashed';
      const sidecar = isWhole ? this.#sidecarOf(member) : undefined;
      if (sidecar === undefined) await member.process.restart(mayStart);
      else await restartReplica(member.process, sidecar, mayStart);
      const { service, replica } = member;
      const replicaParts = this.#members.filter((other) => other.service === service && other.replica === replica);
      await untilAllReady((service === null ? [member] : replicaParts).map(({ process }) => process));
    }
    return names;
  }

  #sidecarOf({ process, service, replica }: Member): ManagedProcess | undefined {
    if (process.spec.kind !== 'app') return undefined;
    const isPartner = (other: Member): boolean =>
      other.process.spec.kind === 'sidecar' && other.service === service && other.replica === replica;
    return this.#members.find(isPartner)?.process;
  }

  /** Stops everything. Sidecars first stop taking deliveries, then apps finish their work, infrastructure goes last. */
  async stop(): Promise<void> {
    this.#phase = 'stopping';
    this.changed();
    const ofKind = (kind: string): ManagedProcess[] =>
      this.#members.map(({ process }) => process).filter(({ spec }) => spec.kind === kind);
    for (const sidecar of ofKind('sidecar')) sidecar.announceStop();
    await Promise.all(ofKind('app').map((app) => app.stop()));
    await Promise.all(ofKind('sidecar').map((sidecar) => sidecar.stop()));
    await Promise.all(ofKind('infrastructure').map((process) => process.stop()));
    for (const external of this.#externals) external.stop();
    clearTimeout(this.#writeTimer);
    rmSync(this.#paths.state, { force: true });
    rmSync(this.#paths.processes, { force: true });
  }

  started(spec: ProcessSpec, identity: ProcessIdentity): void {
    this.#registry.add(spec.name, spec.kind, identity);
  }

  ended(spec: ProcessSpec): void {
    this.#registry.remove(spec.name);
  }

  /** Others find a replica by its sidecar, and one without an app would go on refusing its share of the calls. */
  gaveUp(spec: ProcessSpec): void {
    const member = this.#members.find(({ process }) => process.spec === spec);
    if (member !== undefined) void this.#sidecarOf(member)?.stop();
  }

  changed(): void {
    this.#writeTimer ??= setTimeout(() => {
      this.#writeTimer = undefined;
      writeFileAtomically(this.#paths.state, JSON.stringify(this.view(), null, 1));
    }, 50);
  }

  #startInfrastructure(): void {
    const ports = infrastructurePorts(this.#launch.offset);
    const { redis, postgres, sentry, rabbitmq } = this.#launch.tools;
    const connections = this.#connections;
    if (rabbitmq !== undefined && connections.rabbitmq !== undefined) {
      this.#run(rabbitmqNamesSpec(this.#paths, ports.rabbitmqNames));
      this.#run(rabbitmqSpec(rabbitmq, this.#paths, ports, connections.rabbitmq.password));
    }
    if (!this.#manifest.componentSecrets.includes('redis')) {
      // Nothing connects to it.
    } else if (redis.kind === 'external') {
      const { host, port, password } = connections.redis;
      this.#externals.push(new ExternalDependency('redis', port, redisProbe(port, password, host), this));
    } else {
      this.#run(redisSpec(redis, this.#paths, ports.redis, connections.redis.password));
    }
    this.#run(sentrySpec(sentry, this.#launch.manifest, this.#paths, ports));
    if (postgres.kind === 'external') {
      const { port, adminUrl } = connections.postgres;
      this.#externals.push(new ExternalDependency('postgres', port, postgresProbe(adminUrl), this));
    } else {
      initialisePostgres(postgres, developmentSecret(this.#secrets, 'postgres-password'));
      this.#run(postgresSpec(postgres, this.#paths, ports.postgres, connections.postgres.adminUrl));
    }
  }

  #startServices(): void {
    const { home, manifest, offset, replicas, tools, traced } = this.#launch;
    const { sentry: sentryPort, traces: tracesPort } = infrastructurePorts(offset);
    const tokens = {
      daprApiToken: developmentSecret(this.#secrets, 'dapr-api-token'),
      appApiToken: developmentSecret(this.#secrets, 'app-api-token'),
    };
    const { redis } = this.#connections;
    const sidecarContext = {
      ...tokens,
      manifest,
      daprd: tools.daprd,
      paths: this.#paths,
      redisHost: `${redis.host}:${redis.port}`,
      sentryPort,
      tracesPort,
      isTraced: traced > 0,
      trustAnchors: readFileSync(trustAnchorsFile(this.#paths), 'utf8'),
    };
    const appContext = { ...tokens, home, offset, traced, tracesPort, manifest: this.#manifest };
    // Names of the last start would be answered until they expire.
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.#paths.names + suffix, { force: true });
    for (const service of this.#manifest.services) {
      for (let replica = 0; replica < (replicas[service.appId] ?? 1); replica += 1) {
        const pod = `${service.appId}-${replica}`;
        const ports = replicaPorts(service.ports, replica, offset);
        this.#run(sidecarSpec(sidecarContext, service, pod, ports), service.appId, replica);
        this.#run(appSpec(appContext, service, pod, ports), service.appId, replica);
      }
    }
  }

  #run(spec: ProcessSpec, service: string | null = null, replica: number | null = null): void {
    rotateLog(this.logs, spec.name);
    const process = new ManagedProcess(spec, this);
    this.#members.push({ process, service, replica });
    process.start();
  }

  async #untilReady(): Promise<void> {
    for (;;) {
      const { processes } = this.view();
      const crashed = processes.find(({ state }) => state === 'crashed');
      if (crashed !== undefined) throw new DevError('crashed', `${crashed.name}: ${crashed.reason ?? ''}`);
      if (this.#phase !== 'starting' || processes.every(({ state }) => state === 'ready')) return;
      await delay(20);
    }
  }
}

async function untilAllReady(processes: readonly ManagedProcess[]): Promise<void> {
  const deadline = Date.now() + RESTART_PATIENCE_MS;
  for (;;) {
    // The sidecar of a crashed app is stopped; the app says why.
    const crashed = processes.find(({ state }) => state === 'crashed');
    const waiting = crashed ?? processes.find(({ state }) => state !== 'ready');
    if (waiting === undefined) return;
    if (waiting.state === 'crashed' || waiting.state === 'stopped' || Date.now() > deadline) {
      throw new DevError('restart-failed', `${waiting.spec.name} is ${waiting.state}: ${waiting.reason ?? ''}`);
    }
    await delay(50);
  }
}
