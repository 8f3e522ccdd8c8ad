import type { scheduleApi } from '@gym/contracts';
import type { NewEvent, Transaction } from '@gym/service-kit';
import { conflictsIn } from '@gym/tournament-engine';
import { describeConflicts } from '../domain/schedule-conflicts.js';
import { peopleOf } from '../entries/people.js';
import { scheduleChangedEvent } from '../events/schedule.js';
import { logged, type LogDraft } from '../log.js';
import { updateCourt } from '../store/courts.js';
import { findParticipants } from '../store/participants.js';
import { deleteSlots, saveSlots, type Slot } from '../store/slots.js';
import type { TournamentRow } from '../store/tournaments.js';
import type { PlanDraft } from './draft.js';
import type { ReadPlanning } from './read.js';
import { refuseConflicts } from './refuse.js';

/** Makes a draft the plan of a tournament that is locked and has the version of the draft. */
export async function adopt(
  tx: Transaction,
  tournament: TournamentRow,
  { planning, schedule, moved, courts }: PlanDraft,
  request: Pick<scheduleApi.ReplanRequest, 'lost_courts' | 'reason'>,
): Promise<{ events: NewEvent[]; log: LogDraft[] }> {
  if (moved.length === 0 && courts.length === 0) return { events: [], log: [] };
  const begun = new Set(planning.progress.map(({ job }) => job));
  const free = schedule.placements.filter(({ job }) => !begun.has(job));
  const places = new Map(free.map((placement) => [placement.job, placement]));
  // Only what is locked can be in the way of something else.
  const found = describeConflicts(conflictsIn(planning.input, free), places, planning.courts);
  refuseConflicts(found.filter((conflict) => conflict.is_hard));

  for (const court of courts) await updateCourt(tx, court.id, court);
  await deleteSlots(
    tx,
    moved.filter(({ to }) => to === null).map(({ job }) => Number(job)),
  );
  const slots = moved.flatMap(({ job, to }): Slot[] => {
    if (to?.court == null) return [];
    const [starts_at, ends_at] = [new Date(to.start), new Date(to.end)];
    return [{ match_id: Number(job), court_id: Number(to.court), starts_at, ends_at }];
  });
  await saveSlots(tx, tournament.id, slots);
  const payload = {
    matches: free.length,
    moved: moved.map(({ job }) => Number(job)),
    lost_courts: request.lost_courts,
    ends_at: free.length === 0 ? null : new Date(schedule.end).toISOString(),
  };
  return {
    events: moved.length === 0 ? [] : [await changedEvent(tx, tournament, planning, moved)],
    log: [logged('schedule.planned', payload, { reason: request.reason })],
  };
}

/** @param moved where matches are now */
export async function changedEvent(
  tx: Transaction,
  tournament: TournamentRow,
  { slots, courts }: ReadPlanning,
  moved: readonly Pick<PlanDraft['moved'][number], 'job' | 'to'>[],
): Promise<NewEvent> {
  const ids = new Set(moved.flatMap(({ job }) => slots.get(Number(job))?.participants ?? []));
  const rows = await findParticipants(tx, tournament.id, [...ids]);
  const people = await peopleOf(tx, tournament, rows);
  const names = new Map(courts.map(({ id, name }) => [id, name]));
  const matches = moved.map(({ job, to }) => ({
    match_id: Number(job),
    court: to === null ? null : (names.get(Number(to.court)) ?? null),
    starts_at: to === null ? null : new Date(to.start).toISOString(),
  }));
  return scheduleChangedEvent(tournament, matches, [...new Set(rows.flatMap(people))]);
}
