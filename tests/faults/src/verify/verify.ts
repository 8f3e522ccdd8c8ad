import { behind, lastSequences } from '../measure/positions.js';
import { databaseNames } from '../run/databases.js';
import type { Violations } from '../run/violations.js';
import { becomesTrue } from '../run/wait.js';
import type { Check, Evidence } from './check.js';
import { peopleFacts, resultFacts, standingFacts, tournamentFacts } from './facts.js';
import { streams, views } from './live.js';
import { decisions, deletions, registrations, standings } from './people.js';
import { completions, entrants, results, tournaments } from './tournaments.js';
import { inboxes, outboxes } from './transport.js';

export const checks: readonly Check[] = [
  registrations,
  standings,
  decisions,
  deletions,
  tournaments,
  entrants,
  results,
  completions,
  outboxes,
  inboxes,
  peopleFacts,
  standingFacts,
  tournamentFacts,
  resultFacts,
  streams,
  views,
];

const quietMs = 45_000;

/** Waits until nothing is under way any more; what is still missing then will be found by the checks. */
export async function becomeQuiet({ databases }: Pick<Evidence, 'databases'>): Promise<void> {
  await becomesTrue(
    async () => {
      if ((await behind(databases, await lastSequences(databases))).length > 0) return false;
      for (const name of databaseNames) {
        const open = await databases.rows(
          name,
          'select from outbox where published_at is null and dead_at is null limit 1',
        );
        if (open.length > 0) return false;
      }
      const running = await Promise.all(
        (['auth-db', 'user-db'] as const).map((name) =>
          databases.rows(name, `select from sagas where state = 'running' limit 1`),
        ),
      );
      return running.every((rows) => rows.length === 0);
    },
    quietMs,
    250,
  );
}

export async function verify(evidence: Evidence, violations: Violations): Promise<void> {
  for (const check of checks) {
    try {
      await check.run(evidence, (category, detail) => violations.add(category, check.name, detail));
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      violations.add('mismatch', check.name, `the check itself failed: ${reason.slice(0, 500)}`);
    }
  }
}
