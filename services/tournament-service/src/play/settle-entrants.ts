import type { tournamentsApi } from '@gym/contracts';
import type { NewEvent, Transaction } from '@gym/service-kit';
import { itemsOf, type Entrant, type State } from '@gym/tournament-engine';
import { enteredEvent, leftEvent } from '../events/participants.js';
import { peopleOf } from '../entries/people.js';
import { findParticipants, setStatuses, type ParticipantRow } from '../store/participants.js';
import { clearSeeds, setSeeds } from '../store/seeds.js';
import { setRostersActive } from '../store/rosters.js';
import { countPlaces, type TournamentRow } from '../store/tournaments.js';
import type { Step } from './settle.js';

type Standing = Extract<tournamentsApi.EntryStatus, 'approved' | 'withdrawn' | 'disqualified'>;

/** Participants are what the draw says of them: whoever left it has no place, and the number of an entrant is the seed. */
export async function settleEntrants(
  tx: Transaction,
  tournament: TournamentRow,
  { before, after, changed, reason }: Step,
): Promise<NewEvent[]> {
  const numbers = changed.redrawn ? undefined : new Set(changed.entrants);
  if (numbers?.size === 0) return [];
  const [old, now] = [entrantsOf(before.state, numbers), entrantsOf(after.state, numbers)];
  await reseed(tx, tournament.id, old, now);
  const ids = [...new Set([...old.keys(), ...now.keys()])];
  const rows = await findParticipants(tx, tournament.id, ids);
  const moves = rows.flatMap((row) => {
    const status = standingOf(now.get(row.id));
    return status === row.status ? [] : [{ row, status }];
  });
  const events: NewEvent[] = [];
  for (const status of ['withdrawn', 'disqualified', 'approved'] as const) {
    const own = moves.filter((move) => move.status === status).map(({ row }) => row);
    if (own.length > 0) events.push(...(await become(tx, tournament, own, status, reason)));
  }
  return events;
}

/** By participant id. @param numbers undefined: all */
function entrantsOf(state: State, numbers: ReadonlySet<number> | undefined): Map<number, Entrant> {
  const found = new Map<number, Entrant>();
  for (const entrant of itemsOf(state.entrants)) {
    if ((numbers?.has(entrant.number) ?? true) && typeof entrant.id === 'number') found.set(entrant.id, entrant);
  }
  return found;
}

/** Who is in the draw no longer, because a late entry was undone, has left. */
export function standingOf(entrant: Entrant | undefined): Standing {
  return entrant === undefined ? 'withdrawn' : (entrant.absence?.reason ?? 'approved');
}

async function reseed(
  tx: Transaction,
  tournamentId: number,
  old: ReadonlyMap<number, Entrant>,
  now: ReadonlyMap<number, Entrant>,
): Promise<void> {
  const moved = [...now.values()].filter((entrant) => old.get(Number(entrant.id))?.number !== entrant.number);
  const gone = [...old.keys()].filter((id) => !now.has(id));
  if (moved.length + gone.length === 0) return;
  const seeds = moved.map((entrant) => ({ id: Number(entrant.id), seed: entrant.number }));
  // All of them first: nobody may have the seed of another one for a moment.
  await clearSeeds(tx, tournamentId, [...gone, ...seeds.map(({ id }) => id)]);
  await setSeeds(tx, tournamentId, seeds);
}

async function become(
  tx: Transaction,
  tournament: TournamentRow,
  before: ParticipantRow[],
  status: Standing,
  reason: string | null,
): Promise<NewEvent[]> {
  const ids = before.map((row) => row.id);
  const hadPlace = new Set(before.filter((row) => row.status === 'approved').map((row) => row.id));
  const people = await peopleOf(tx, tournament, before);
  const rows = await setStatuses(tx, tournament.id, ids, { status, reason: status === 'approved' ? null : reason });
  if (tournament.team !== null) await setRostersActive(tx, ids, status === 'approved');
  if (status === 'approved') {
    await countPlaces(tx, tournament.id, rows, 1);
    return rows.map((row) => enteredEvent(tournament, row, people(row)));
  }
  const freed = rows.filter((row) => hadPlace.has(row.id));
  await countPlaces(tx, tournament.id, freed, -1);
  return rows.map((row) =>
    leftEvent(tournament, row, { status, reason, hadPlace: hadPlace.has(row.id), userIds: people(row) }),
  );
}
