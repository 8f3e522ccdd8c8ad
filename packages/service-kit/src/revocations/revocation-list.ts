import { revocationOf, type CloudEvent, type Revocation } from '@gym/contracts';

/** Of a token or a socket, as far as its end depends on it. */
export interface Bearer {
  id: number;
  sessionId: number;
  version: number;
}

/**
 * What one service has taken back. It only grows, so the order and the repetition of events do no harm: a push and a
 * pull may tell the same.
 */
export interface RevocationList {
  /** @returns what is new in the event, if anything */
  add(event: CloudEvent): Revocation | undefined;
  refuses(bearer: Bearer): boolean;
  /** Forgets all: the service was restored to a time at which its numbers meant something else. */
  clear(): void;
}

/**
 * Milliseconds. Longer than a token lives, because auth-service may sign an old standing for a while when it cannot
 * hear of the new one.
 */
export const revocationMs = 3_600_000;

export function createRevocationList(now: () => number = Date.now): RevocationList {
  // A Map keeps the order of insertion, so the oldest entries are the first.
  const versions = new Map<number, { version: number; at: number }>();
  const sessions = new Map<number, { at: number }>();

  function dropExpired(entries: Map<number, { at: number }>): void {
    for (const [key, { at }] of entries) {
      if (at > now() - revocationMs) return;
      entries.delete(key);
    }
  }

  return {
    add(event) {
      const revocation = revocationOf(event);
      if (revocation === undefined) return undefined;
      dropExpired(versions);
      dropExpired(sessions);
      if ('version' in revocation) {
        const { user_id: userId, version } = revocation;
        if (version <= (versions.get(userId)?.version ?? 0)) return undefined;
        versions.delete(userId);
        versions.set(userId, { version, at: now() });
        return revocation;
      }
      const fresh = revocation.session_ids.filter((session) => !sessions.has(session));
      for (const session of fresh) sessions.set(session, { at: now() });
      return fresh.length === 0 ? undefined : { user_id: revocation.user_id, session_ids: fresh };
    },
    refuses: ({ id, sessionId, version }) => version < (versions.get(id)?.version ?? 0) || sessions.has(sessionId),
    clear() {
      versions.clear();
      sessions.clear();
    },
  };
}
