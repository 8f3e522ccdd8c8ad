import type { scheduleApi } from '@gym/contracts';
import type { Placement } from '@gym/tournament-engine';
import type { z } from 'zod';
import type { PlanDraft } from './draft.js';

const minute = 60_000;
const instant = (time: number): string => new Date(time).toISOString();

export function presentDraft(
  { schedule, moved, forced, planning }: PlanDraft,
  isPreview: boolean,
): scheduleApi.Planned {
  const { placements, unplaced, bound, courts } = schedule;
  const start = placements.reduce((first, placement) => Math.min(first, placement.start), Infinity);
  const isEmpty = placements.length === 0;
  const toPlay = new Set(planning.input.jobs.map(({ id }) => id));
  return {
    message: isPreview ? 'Nothing has been changed.' : `${moved.length} matches have another place.`,
    is_preview: isPreview,
    placed: placements.filter(({ job }) => toPlay.has(job)).length,
    unplaced: unplaced.map(({ job, why }) => ({ match_id: Number(job), why })),
    ends_at: isEmpty ? null : instant(schedule.end),
    makespan_minutes: isEmpty ? 0 : (schedule.end - start) / minute,
    bound: {
      ends_at: instant(bound.end),
      minutes: isEmpty ? 0 : Math.max(0, (bound.end - start) / minute),
      by: bound.by,
    },
    moved: moved.map(({ job, from, to, why }) => ({
      match_id: Number(job),
      from: presentIfPlaced(from),
      to: presentIfPlaced(to),
      why: why.map(({ kind }) => kind),
    })),
    forced: forced.map(Number),
    courts: courts.map(({ court, matches, busy, open }) => ({
      court_id: Number(court),
      matches,
      busy_minutes: busy / minute,
      open_minutes: open / minute,
    })),
  };
}

export function presentPlace({ court, start, end }: Placement): z.infer<typeof scheduleApi.place> {
  return { court_id: Number(court), starts_at: instant(start), ends_at: instant(end) };
}

function presentIfPlaced(place: Placement | null): scheduleApi.Planned['moved'][number]['from'] {
  return place?.court == null ? null : presentPlace(place);
}
