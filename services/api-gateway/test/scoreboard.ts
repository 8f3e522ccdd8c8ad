import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { tournamentEvents } from '@gym/contracts';
import {
  appendEvents,
  defineService,
  newEvent,
  sendJson,
  sendShared,
  type BaseConfig,
  type Database,
  type Overrides,
  type Service,
} from '@gym/service-kit';
import { Router } from 'express';
import { z } from 'zod';

const migrations = resolve(import.meta.dirname, '../../../packages/service-kit/test/migrations');

/**
 * A service in place of tournament-service that shows to everybody how many events each subject has. What is shown and
 * the event that tells of it are committed together; outbox, relay and event log are the real ones.
 */
export class Scoreboard {
  reads = 0;
  /** Milliseconds between the look into the database and the answer. */
  delay = 0;
  private database: Database | undefined;

  create(config: BaseConfig, overrides?: Overrides): Service {
    return defineService(
      config,
      async (resources) => {
        this.database = await resources.database('tournament-db', migrations);
        return { operations: [], routers: [this.router(this.database)] };
      },
      overrides,
    );
  }

  /** @param how `lost` when the broker never hears of it */
  async change(subject: number, how?: 'lost'): Promise<void> {
    if (this.database === undefined) throw new Error('it is not open');
    const payload = { tournament_id: subject, name: 'Spring Open' };
    await this.database.transaction(async (tx) => {
      const events = [newEvent(tournamentEvents.tournamentDeleted, subject, payload)];
      const written = await appendEvents(tx, 'tournament-service', events);
      const seqs = written.map((event) => event.data.seq);
      if (how === 'lost') await tx.query('update outbox set published_at = now() where seq = any($1)', [seqs]);
    });
  }

  private router(database: Database): Router {
    const router = Router();
    router.get('/api/public/boards/:subject', async (req, res) => {
      this.reads += 1;
      const { subject } = req.params;
      const { rows } = await database.query(`select count(*) as count from outbox where event->>'subject' = $1`, [
        subject,
      ]);
      const [{ count } = { count: 0 }] = z.array(z.object({ count: z.coerce.number() })).parse(rows);
      await pause(this.delay);
      const text = JSON.stringify({ count, authorization: req.get('authorization'), text: 'x'.repeat(2000) });
      if (subject === '404') sendJson(res, 404, text);
      else sendShared(res, ['tournaments', `tournaments:${subject}`], text);
    });
    return router;
  }
}
