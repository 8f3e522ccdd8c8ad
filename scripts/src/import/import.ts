import { importMatches } from './matches.js';
import { checkOldSystem } from './old-schema.js';
import type { Options } from './options.js';
import { importPeople } from './people.js';
import { createProgress } from './progress.js';
import { Report } from './report.js';
import { settleRootAdmin, TargetError } from './root-admin.js';
import { openSnapshot, type Snapshot } from './snapshot.js';
import { moveSequence, openTarget, type Target } from './target.js';
import { importParticipants, importTournaments } from './tournaments.js';

/** Two imports at once would take each other's rows for somebody else's. */
const importLock = 7_203_140;

/**
 * Copies the old system into this one.
 * @param say gets a line of progress now and then
 * @throws OldSchemaError, TargetError
 */
export async function runImport(options: Options, say: (line: string) => void): Promise<Report> {
  const report = new Report();
  const progress = createProgress(say);
  const open: (Snapshot | Target)[] = [];
  const opened = async <T extends Snapshot | Target>(opening: Promise<T>): Promise<T> => {
    const one = await opening;
    open.push(one);
    return one;
  };
  try {
    const from = {
      auth: await opened(openSnapshot(options.from.auth)),
      users: await opened(openSnapshot(options.from.users)),
      tournaments: await opened(openSnapshot(options.from.tournaments)),
    };
    await checkOldSystem(from);
    const to = {
      auth: await opened(openTarget(options.to.auth, options.dryRun)),
      users: await opened(openTarget(options.to.users, options.dryRun)),
      tournaments: await opened(openTarget(options.to.tournaments, options.dryRun)),
    };
    const [lock] = await to.auth.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [importLock]);
    if (lock?.mine !== true) throw new TargetError('another import is running');
    const rootId = await settleRootAdmin({ from, to });
    await importPeople({ from, to, rootId, report, progress });
    const run = { from: from.tournaments, to, report, progress };
    await importTournaments(run);
    await importParticipants(run);
    await importMatches(run);
    // Sequences do not take part in transactions: a dry run must not touch them.
    if (!options.dryRun) {
      await moveSequence(to.auth, 'users');
      for (const table of ['tournaments', 'participants', 'matches']) await moveSequence(to.tournaments, table);
    }
    return report;
  } finally {
    for (const one of open) await one.close();
  }
}
