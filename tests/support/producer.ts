import { resolve } from 'node:path';
import type { CloudEvent } from '@gym/contracts';
import { appendEvents, defineService, type Database, type NewEvent } from '@gym/service-kit';
import { send } from './answer.js';
import type { Router } from 'express';
import type { TestEnvironment } from './environment.js';
import { eventually, startTestService, type TestService } from './service.js';

/** Services that own a database, and with it an outbox. */
export type ProducerId = 'auth-service' | 'user-service' | 'tournament-service';

/** The outbox of a service without the rest of it: numbers, relay, broker and event log are the real ones. */
export interface Producer extends Pick<TestService, 'call' | 'sql' | 'stop'> {
  /** Writes events in one transaction; with `lost`, the broker never hears of them and consumers have to ask. */
  commit(events: NewEvent[], how?: 'lost'): Promise<CloudEvent[]>;
  /** The number of its last event. */
  lastSeq(): Promise<number>;
}

const migrations = resolve(import.meta.dirname, '../../packages/service-kit/test/migrations');

/**
 * Starts a producer under the app id of a service, in the world of the consumer under test. It can be asked through
 * its sidecar when this resolves.
 * @param routers what else of the service is asked for
 */
export async function startProducer(
  environment: TestEnvironment,
  appId: ProducerId,
  routers: Router[] = [],
): Promise<Producer> {
  const secret = appId.replace(/service$/, 'db');
  let database: Database | undefined;
  const service = await startTestService(
    appId,
    (config, overrides) =>
      defineService(
        config,
        async (resources) => {
          database = await resources.database(secret, migrations);
          return { operations: [], routers };
        },
        overrides,
      ),
    { environment, database: secret },
  );
  const invocation = `http://127.0.0.1:${service.sidecarPort}/v1.0/invoke/${appId}/method/healthz`;
  await eventually(`the sidecar of ${appId} lets calls through`, async () => {
    const { status } = await send('GET', invocation, {}, { 'dapr-api-token': environment.daprApiToken });
    return status === 200;
  });

  return {
    call: service.call,
    sql: service.sql,
    stop: service.stop,
    commit(events, how) {
      if (database === undefined) throw new Error(`${appId} is not open`);
      return database.transaction(async (tx) => {
        const written = await appendEvents(tx, appId, events);
        if (how === 'lost') {
          const seqs = written.map((event) => event.data.seq);
          await tx.query('update outbox set published_at = now() where seq = any($1)', [seqs]);
        }
        return written;
      });
    },
    async lastSeq() {
      const [row] = await service.sql<{ last_seq: string }>('select last_seq from outbox_sequence');
      return Number(row?.last_seq ?? 0);
    },
  };
}
