import type { scheduleApi } from '@gym/contracts';

type Lost = scheduleApi.ReplanRequest['lost_courts'][number];

/** The open times of courts without those in which they cannot be played on. */
export function withoutLost<C extends scheduleApi.Court>(courts: readonly C[], lost: readonly Lost[]): C[] {
  return courts.map((court) => {
    const losses = lost.filter(({ court_id }) => court_id === court.id);
    return losses.length === 0 ? court : { ...court, open: losses.reduce(cutOut, court.open) };
  });
}

function cutOut(open: readonly scheduleApi.TimeSpan[], { from, until }: Lost): scheduleApi.TimeSpan[] {
  const [start, end] = [Date.parse(from), until === undefined ? Infinity : Date.parse(until)];
  return open.flatMap((window) => {
    const [opens, closes] = [Date.parse(window.starts_at), Date.parse(window.ends_at)];
    if (closes <= start || opens >= end) return [window];
    return [
      ...(opens < start ? [{ starts_at: window.starts_at, ends_at: from }] : []),
      ...(closes > end && until !== undefined ? [{ starts_at: until, ends_at: window.ends_at }] : []),
    ];
  });
}
