import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { authApi } from '@gym/contracts';
import type { Express, RequestHandler, Router } from 'express';
import { remoteKeys, type KeySource, type TokenRules } from './auth.js';
import type { BaseConfig } from './config.js';
import { createDaprSdk, type DaprSdk } from './dapr-sdk.js';
import { createDatabase, type Database, type Transaction } from './database.js';
import { unavailable } from './errors.js';
import { createConsumer, type Consumer } from './events/consumer.js';
import { createDatabaseLedger } from './events/database-ledger.js';
import { countDead } from './events/dead-events.js';
import { deadEventOperations, redriveOperation, type ApiPath } from './events/dead-operations.js';
import type { EventHandler } from './events/event-handler.js';
import { readEventLog } from './events/event-log.js';
import { rebuildPending } from './events/rebuild.js';
import { startRelay } from './events/relay.js';
import { replayDue } from './events/replay.js';
import { deleteExpired } from './events/retention.js';
import { snapshotOperations, type Snapshots } from './events/snapshot.js';
import { eventStatusOperation, rebuildOperation } from './events/status.js';
import { createHealth, liveness, readiness, type Check, type Health } from './health.js';
import { createDatabaseAnswers, deleteExpiredAnswers } from './idempotency/database-answers.js';
import type { AnswerStore } from './idempotency/keyed-request.js';
import { createLogger, type Logger } from './logger.js';
import { measureDatabase, measureDeadEvents, measureFeeds } from './metrics/database-metrics.js';
import { serveMetrics } from './metrics/serve-metrics.js';
import { migrate } from './migrations.js';
import { openApiDocument } from './openapi.js';
import { operationsRouter, type Operation } from './operation.js';
import { errorHandler, unknownPath } from './problem.js';
import { repeat } from './repeat.js';
import { eventLogPage } from './events/event-log.js';
import { readRevocations, revocationPath, revocationsAfter } from './revocations/revocation-log.js';
import { createRevocations, type Revocations } from './revocations/revocations.js';
import { closeServer, createApp, createHttpServer, listen, onlyThroughSidecar } from './server.js';
import { createSidecar, expectOk, markerHeader, type Sidecar } from './sidecar.js';
import { startTracing } from './tracing/start-tracing.js';

const retentionMs = 3_600_000;
const deadRetryMs = 2000;
const rebuildMs = 1000;
/** A key that was taken away verifies no longer than this. */
const keysMs = 30_000;
const revocationTimeoutMs = 3000;

/** What a service can use while it opens. */
export interface Resources {
  readonly config: BaseConfig;
  readonly log: Logger;
  readonly sidecar: Sidecar;
  readonly sdk: DaprSdk;
  readonly server: Server;
  /** For what is guarded without an operation, such as sockets. */
  readonly tokens: TokenRules;
  readonly revocations: Revocations;
  /** Connects to the database named by a secret, migrates it, and relays its outbox. */
  database(secretName: string, migrations: string): Promise<Database>;
  /** A line of `/readyz`. */
  check(name: string, check: Check): void;
  /** A line of `/readyz` that people want to see, but that does not make this service unready. */
  inform(name: string, check: Check): void;
  /** Work in the background, from now until the stop; its failures are logged and it goes on. */
  every(ms: number, what: string, work: () => Promise<unknown>): void;
  /** Runs once the routes are there. */
  onStarted(step: () => void): void;
  /** Runs at stop, before the server finishes its requests: it waits for upgraded sockets and cannot close them. */
  onDrain(step: () => Promise<void>): void;
  /** Runs at stop, the last registered first, after the server has finished its requests. */
  onStop(step: () => Promise<void>): void;
}

export type Front = (req: IncomingMessage, res: ServerResponse) => boolean;

/** The events a service consumes. */
export interface Inbox {
  database: Database;
  handlers: EventHandler[];
  /**
   * Clears what is derived from the events of a producer before a rebuild, as far as its snapshot does not overwrite
   * it. The service goes on working meanwhile, so nobody may gain from it: a ban stays until the snapshot lifts it.
   */
  reset?(tx: Transaction, source: string): Promise<void>;
  /** Where admins find the events that could not be applied, such as `/api/users`. */
  apiPath?: ApiPath;
}

/** What a service consists of once it is open. */
export interface Parts {
  operations: Operation[];
  inbox?: Inbox;
  /** The present state by topic, for consumers that missed more than the event log keeps. */
  snapshots?: Snapshots;
  /** Routes that are not operations, reached only through the sidecar. */
  routers?: Router[];
  /** Routes that clients reach directly (the gateway, and nobody else). */
  publicRouters?: Router[];
  /** Sees every request before Express does; true when it has taken the request over. */
  front?: Front;
  /** Where answers to requests with an `Idempotency-Key` are kept; its database, for a service that has one. */
  answers?: AnswerStore | undefined;
  /** Own key source, for the service that issues the keys. */
  keys?: KeySource;
}

/** What a test replaces: only things that are remote. Database, sidecar and broker stay real. */
export interface Overrides {
  keys?: KeySource;
}

export interface Service {
  readonly app: Express;
  /** @returns the port it listens on */
  start(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * The life of a service: listen at once (the sidecar waits for the port), wait for the sidecar, open what the
 * service needs, then report healthy, which starts deliveries. Stops in the reverse order.
 */
export function defineService(
  config: BaseConfig,
  open: (resources: Resources) => Promise<Parts>,
  overrides: Overrides = {},
): Service {
  const log = createLogger(config.APP_ID, { level: config.LOG_LEVEL, json: config.NODE_ENV === 'production' });
  const health = createHealth();
  const app = createApp(config.APP_ID, config.APP_API_TOKEN, log);
  app.get('/healthz', liveness(config.APP_ID, health));
  app.get('/readyz', readiness(config.APP_ID, health));
  app.use(onceStarted(health), errorHandler(log));
  let front: Front | undefined;
  const server = createHttpServer((req, res) => {
    if (front?.(req, res) !== true) app(req, res);
  });
  function every(ms: number, what: string, work: () => Promise<unknown>): void {
    const repeated = repeat(ms, async () => {
      await work().catch((error: unknown) => log.warn(`${what} failed`, { error }));
    });
    stopSteps.push(() => repeated.stop());
    void repeated.start();
  }

  function createInbox({ database, handlers, reset, apiPath }: Inbox): Consumer {
    const topics = new Set(handlers.map(({ topic }) => topic));
    const ledger = createDatabaseLedger(database, handlers, log);
    skipped = () => ledger.skipped();
    const consumer = createConsumer(topics, ledger, sidecar, log);
    measureFeeds(() => consumer.status());
    measureDeadEvents(database);
    startSteps.push(() => consumer.start());
    stopSteps.push(() => consumer.stop());
    every(deadRetryMs, 'retrying dead events', () => replayDue(database, handlers));
    const stopping = new AbortController();
    every(rebuildMs, 'rebuilding', async () => {
      const deps = { database, handlers, reset, sidecar, log };
      if (await rebuildPending(deps, stopping.signal)) await consumer.catchUp();
    });
    stopSteps.push(() => Promise.resolve(stopping.abort()));
    health.notes.set('dead events', async () => {
      const count = await countDead(database);
      if (count > 0) throw new Error(`${count} events could not be applied`);
    });
    eventLog.push(...deadEventOperations(database, handlers, apiPath), rebuildOperation(database, handlers));
    return consumer;
  }

  /** For a service that guards something; the gateway's sidecar may not even ask. */
  function followRevocations({ keys: own = overrides.keys }: Parts): void {
    if (own === undefined) every(keysMs, 'refreshing the keys', () => remote.refresh());
    revocations.start();
    stopSteps.push(() => revocations.stop());
    health.notes.set('revocations', revocations.check);
  }

  let stopTracing = (): Promise<void> => Promise.resolve();
  let stopMetrics = (): Promise<void> => Promise.resolve();
  const eventLog: Operation[] = [];
  let skipped = (): Record<string, number> => ({});
  let opened: Database | undefined;
  const startSteps: (() => void)[] = [];
  const drainSteps: (() => Promise<void>)[] = [];
  const stopSteps: (() => Promise<void>)[] = [];
  const sidecar = createSidecar(config.DAPR_HTTP_PORT, config.DAPR_API_TOKEN);
  const sdk = createDaprSdk(config.DAPR_HTTP_PORT, config.DAPR_API_TOKEN);

  const remote = remoteKeys(async () =>
    expectOk(await sidecar.invoke('auth-service', '/api/auth/.well-known/jwks.json'), authApi.keySet),
  );
  const keys = overrides.keys ?? remote.find;
  const revocations = createRevocations(async (service, after) => {
    if (service === config.APP_ID && opened !== undefined) return revocationsAfter(opened, after);
    const path = `${revocationPath}?after=${after}`;
    return expectOk(await sidecar.invoke(service, path, { timeoutMs: revocationTimeoutMs }), eventLogPage);
  }, log);

  const resources: Resources = {
    config,
    log,
    sidecar,
    sdk,
    server,
    tokens: { keys, isRevoked: (caller) => revocations.isRevoked(caller) },
    revocations,
    async database(secretName, migrations) {
      const { url } = await sdk.secret(secretName);
      if (url === undefined) throw new Error(`the secret ${secretName} has no url`);
      const database = createDatabase(url, log);
      stopSteps.push(() => database.close());
      await migrate(database, migrations, log);
      measureDatabase(database);
      const relay = startRelay(database, sidecar, log);
      stopSteps.push(() => relay.stop());
      every(retentionMs, 'deleting expired events', () => deleteExpired(database));
      every(retentionMs, 'deleting expired answers', () => deleteExpiredAnswers(database));
      eventLog.push(readEventLog(database), readRevocations(database), redriveOperation(database));
      opened = database;
      health.checks.set('database', async () => void (await database.query('select 1')));
      return database;
    },
    every,
    check: (name, check) => void health.checks.set(name, check),
    inform: (name, check) => void health.notes.set(name, check),
    onStarted: (step) => void startSteps.push(step),
    onDrain: (step) => void drainSteps.push(step),
    onStop: (step) => void stopSteps.push(step),
  };

  return {
    app,
    async start() {
      stopTracing = startTracing(config, log);
      stopMetrics = await serveMetrics(config, log);
      const port = await listen(server, config.APP_PORT, config.HOST);
      await waitForSidecar(sidecar, health);
      const parts = await open(resources);
      const consumer = parts.inbox && createInbox(parts.inbox);
      if (opened) {
        eventLog.push(
          eventStatusOperation(opened, () => consumer?.status() ?? {}, skipped),
          ...snapshotOperations(opened, parts.snapshots ?? {}),
        );
      }
      const answers = parts.answers ?? (opened && createDatabaseAnswers(opened));
      const operations = [...parts.operations, ...eventLog];
      if (operations.some(({ access }) => access !== 'public' && access !== 'internal')) followRevocations(parts);
      mount(app, config, { ...parts, answers, operations }, consumer, resources);
      front = parts.front;
      health.started = true;
      for (const step of startSteps) step();
      log.info('ready', { port });
      return port;
    },
    async stop() {
      health.draining = true;
      for (const step of drainSteps) await step();
      await closeServer(server, config.SHUTDOWN_SECONDS * 1000);
      for (const step of stopSteps.toReversed()) await step();
      await sidecar.close();
      await stopMetrics();
      await stopTracing();
    },
  };
}

/** The service that issues keys knows them without asking. */
function keysOf({ keys }: Parts): { keys?: KeySource } {
  return keys === undefined ? {} : { keys };
}

function mount(
  app: Express,
  config: BaseConfig,
  parts: Parts,
  consumer: Consumer | undefined,
  resources: Resources,
): void {
  const document = openApiDocument(config.APP_ID, parts.operations);
  for (const router of parts.publicRouters ?? []) app.use(router);
  app.use(onlyThroughSidecar(config.APP_API_TOKEN));
  app.get('/openapi.json', (_req, res) => void res.json(document));
  const once = parts.answers && { answers: parts.answers, secret: config.APP_API_TOKEN };
  // Before the operations: a service with a database has one that reads at this path, and would refuse to be told.
  app.use(resources.revocations.router);
  app.use(operationsRouter(parts.operations, { tokens: { ...resources.tokens, ...keysOf(parts) }, once }));
  if (consumer) app.use(consumer.router);
  for (const router of parts.routers ?? []) app.use(router);
  app.use(unknownPath);
  app.use(errorHandler(resources.log));
}

/** Before the routes are there their absence means "not yet"; the sidecar alone may ask at that time. */
function onceStarted(health: Health): RequestHandler {
  return (req, res, next) => {
    if (!health.started && !req.path.startsWith('/dapr/')) {
      // Not an answer of the service yet: a caller may try another replica.
      res.removeHeader(markerHeader);
      throw unavailable('The service is starting.');
    }
    next();
  };
}

/** Polls until the sidecar can be used; a missing sidecar is reported by `/readyz`, not by an exit. */
async function waitForSidecar(sidecar: Sidecar, health: Health): Promise<void> {
  health.checks.set('sidecar', async () => {
    if (!(await sidecar.isReady())) throw new Error('the sidecar does not answer');
  });
  while (!(await sidecar.isReady())) await new Promise((resolve) => setTimeout(resolve, 50));
}
