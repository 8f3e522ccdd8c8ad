import type { FeedStatus } from '@gym/service-kit';

type Feeds = Record<string, FeedStatus>;

/** How far a replica is with both, showing events and keeping them: as far as the one that is behind. */
export function statusOfBoth(showing: Feeds, keeping: Feeds): Feeds {
  return Object.fromEntries(
    Object.entries(showing).map(([source, shown]) => {
      const kept = keeping[source];
      return [source, kept === undefined ? shown : slower(shown, kept)];
    }),
  );
}

function slower(a: FeedStatus, b: FeedStatus): FeedStatus {
  const behind = a.position <= b.position ? a : b;
  return { ...behind, heard: Math.max(a.heard, b.heard), error: a.error ?? b.error };
}
