import type { scheduleApi } from '@gym/contracts';
import type { Transaction } from '@gym/service-kit';
import { conflict, invalidFields, notFound } from '@gym/service-kit/errors';
import { conflictsIn, type Job, type Placement } from '@gym/tournament-engine';
import type { z } from 'zod';
import { describeConflicts } from '../domain/schedule-conflicts.js';
import { logged } from '../log.js';
import type { DrawStates } from '../play/states.js';
import { saveSlots, setLocked, type SlotRow } from '../store/slots.js';
import type { TournamentRow } from '../store/tournaments.js';
import type { Change } from '../tournaments.js';
import { changedEvent } from './adopt.js';
import { presentPlace } from './present.js';
import { presentPlaces, readPlanning, type ReadPlanning } from './read.js';
import { refuseConflicts } from './refuse.js';

type Patch = z.infer<typeof scheduleApi.slotPatch>;
type Moved = z.input<typeof scheduleApi.slotChanged>;

/**
 * Puts one match elsewhere in a tournament that is locked, as staff do with the mouse.
 * @throws AppError 404, 409 with the conflicts there would be, 422 for a court that does not exist
 */
export async function moveMatch(
  tx: Transaction,
  states: DrawStates,
  tournament: TournamentRow,
  matchId: number,
  patch: Patch,
): Promise<Change<Moved>> {
  const planning = await readPlanning(tx, states, tournament);
  const { job, slot } = movable(planning, matchId);
  const place = placeFor(planning, job, slot, patch);
  const isLocked = patch.is_locked ?? slot.is_locked;
  const isElsewhere = place.court !== slot.court_id || place.start !== slot.starts_at?.getTime();
  const conflicts = isElsewhere ? conflictsAt(planning, job, place) : [];
  const moved = { match_id: matchId, place: presentPlace(place), is_locked: isLocked, conflicts };
  if (patch.preview === true) {
    return { events: [], log: [], answer: () => ({ ...moved, message: 'Nothing has been changed.' }) };
  }
  refuseConflicts(conflicts.filter((one) => one.is_hard || patch.force !== true));
  if (isElsewhere) {
    const { court_id } = moved.place;
    await saveSlots(tx, tournament.id, [
      { match_id: matchId, court_id, starts_at: new Date(place.start), ends_at: new Date(place.end) },
    ]);
  }
  await setLocked(tx, matchId, isLocked);
  const isChanged = isElsewhere || isLocked !== slot.is_locked;
  const { ends_at: _ends, ...at } = moved.place;
  const payload = { match_id: matchId, ...at, is_locked: isLocked, conflicts: conflicts.map(({ kind }) => kind) };
  const entry = logged('schedule.match-moved', payload, { matches: [matchId], reason: patch.reason });
  return {
    events: isElsewhere ? [await changedEvent(tx, tournament, planning, [{ job: matchId, to: place }])] : [],
    log: isChanged ? [entry] : [],
    answer: () => ({ ...moved, message: isChanged ? 'The match was moved.' : 'Nothing has been changed.' }),
  };
}

function movable({ input, slots, progress }: ReadPlanning, matchId: number): { job: Job; slot: SlotRow } {
  const slot = slots.get(matchId);
  if (slot === undefined) throw notFound('There is no such match.', 'match-not-found');
  const job = input.jobs.find(({ id }) => id === matchId);
  if (job === undefined) throw conflict('In this match nothing is left to be played.', 'nothing-to-play');
  if (progress.some((item) => item.job === matchId)) throw conflict('This match has begun.', 'match-has-begun');
  return { job, slot };
}

function placeFor({ courts }: ReadPlanning, { id, duration }: Job, slot: SlotRow, patch: Patch): Placement {
  const court = patch.court_id ?? slot.court_id;
  const start = patch.starts_at === undefined ? slot.starts_at?.getTime() : Date.parse(patch.starts_at);
  if (court === null || start === undefined) {
    const pointer = court === null ? '#/court_id' : '#/starts_at';
    throw invalidFields([{ pointer, message: 'is needed: the match has no place yet' }], 422);
  }
  if (!courts.some((item) => item.id === court)) {
    throw invalidFields([{ pointer: '#/court_id', message: 'there is no such court' }], 422);
  }
  return { job: id, court, start, end: start + duration };
}

/** A lock of the match itself moves along. */
function conflictsAt(planning: ReadPlanning, job: Job, place: Placement): scheduleApi.ScheduleConflict[] {
  const { lock: _lock, ...free } = job;
  const jobs = planning.input.jobs.map((other) => (other.id === job.id ? free : other));
  const places = presentPlaces(planning, Date.now()).set(job.id, place);
  return describeConflicts(
    conflictsIn({ ...planning.input, jobs }, [...places.values()], job.id),
    places,
    planning.courts,
  );
}
