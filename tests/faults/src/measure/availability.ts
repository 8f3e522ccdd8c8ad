/** Everything people do here; a fault is over when all of it works again. */
export const kinds = [
  'register',
  'login',
  'decide about a user',
  'delete a user',
  'create a tournament',
  'enter',
  'draw',
  'report',
  'read a tournament',
  'read people',
  'ticket',
] as const;
export type Kind = (typeof kinds)[number];

interface Track {
  /** When the latest request that failed was sent; 0: none did. */
  lastFailure: number;
  /** When the first one after it was sent that succeeded. */
  firstSuccess: number;
  lastSuccess: number;
}

/** Which kinds of requests work, by the times at which they were sent. Times are ms since the epoch. */
export interface Availability {
  record(kind: Kind, sentAt: number, worked: boolean): void;
  /** Kinds that have not worked since: nothing succeeded that was sent after this time and after the last failure. */
  missing(since: number): Kind[];
  /** From `since` to the first request of the slowest kind that worked with no failure after it. */
  outage(since: number): { ms: number; kind: Kind | undefined };
}

export function createAvailability(): Availability {
  const tracks = new Map<Kind, Track>(kinds.map((kind) => [kind, { lastFailure: 0, firstSuccess: 0, lastSuccess: 0 }]));
  const trackOf = (kind: Kind): Track => {
    const track = tracks.get(kind);
    if (track === undefined) throw new Error(`unknown kind ${kind}`);
    return track;
  };
  return {
    record(kind, sentAt, worked) {
      const track = trackOf(kind);
      if (!worked) {
        if (sentAt < track.lastFailure) return;
        track.lastFailure = sentAt;
        if (track.firstSuccess <= sentAt) track.firstSuccess = 0;
        return;
      }
      track.lastSuccess = Math.max(track.lastSuccess, sentAt);
      if (sentAt > track.lastFailure && (track.firstSuccess === 0 || sentAt < track.firstSuccess)) {
        track.firstSuccess = sentAt;
      }
    },
    missing(since) {
      return kinds.filter((kind) => {
        const { lastSuccess, lastFailure } = trackOf(kind);
        return lastSuccess <= Math.max(since, lastFailure);
      });
    },
    outage(since) {
      let worst: { ms: number; kind: Kind | undefined } = { ms: 0, kind: undefined };
      for (const kind of kinds) {
        const { lastFailure, firstSuccess } = trackOf(kind);
        if (lastFailure < since) continue;
        const ms = (firstSuccess === 0 ? Date.now() : firstSuccess) - since;
        if (ms > worst.ms) worst = { ms, kind };
      }
      return worst;
    },
  };
}
