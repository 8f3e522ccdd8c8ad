import type { tournamentsApi } from '@gym/contracts';
import type { Transaction } from '@gym/service-kit';
import { changedNames, requireChangeable } from '../domain/change-settings.js';
import { moveUpList } from '../entries/move-up.js';
import { updatedEvent } from '../events/tournaments.js';
import { logged } from '../log.js';
import { checkedSettings, settingsOf, withoutGaps } from '../settings.js';
import { findDetails, saveDetails } from '../store/details.js';
import { countEntries, listWaiting } from '../store/participants.js';
import { takeSlug } from '../store/slugs.js';
import { updateSettings, type TournamentRow } from '../store/tournaments.js';
import type { Change } from '../tournaments.js';
import { slugTaken } from './create.js';

/** Changes settings of a tournament that is locked; new places go to those who wait. */
export async function updateTournament(
  tx: Transaction,
  tournament: TournamentRow,
  patch: tournamentsApi.TournamentPatch,
): Promise<Change<TournamentRow>> {
  const before = settingsOf(tournament, await findDetails(tx, tournament.id));
  // Options of another type mean nothing to the new one.
  const isOtherType = patch.tournament_type !== undefined && patch.tournament_type !== before.tournament_type;
  const after = checkedSettings({ ...before, ...(isOtherType ? { format: {} } : {}), ...withoutGaps(patch) });
  const changed = changedNames(before, after);
  if (changed.length === 0) return { events: [], log: [], answer: (row) => row };

  const { total } = await countEntries(tx, tournament.id, []);
  const hasWaiting = (await listWaiting(tx, tournament.id)).length > 0;
  requireChangeable({ ...tournament, hasEntries: total > 0, hasWaiting }, changed, after);
  if (after.slug !== null && !(await takeSlug(tx, tournament.id, after.slug))) throw slugTaken();
  const row = await updateSettings(tx, tournament.id, after);
  await saveDetails(tx, row.id, after);
  const moved = row.status === 'setup' ? await moveUpList(tx, row) : { ids: [], events: [] };
  const changes = Object.fromEntries(changed.map((name) => [name, after[name]]));
  return {
    log: [logged('tournament.updated', { changes, moved_up: moved.ids }, { participants: moved.ids })],
    events: [updatedEvent(row, changed), ...moved.events],
    answer: (latest) => latest,
  };
}
