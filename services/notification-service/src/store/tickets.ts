import { createHash, randomBytes } from 'node:crypto';
import type { VersionedState } from '@gym/service-kit';
import { z } from 'zod';
import { holder, type Holder } from '../domain/holder.js';

export interface Tickets {
  /** @throws when the state store does not take it */
  issue(holder: Holder): Promise<string>;
  /**
   * Uses a ticket up, whichever replica issued it: of any number of attempts at once one succeeds.
   * @returns undefined for a ticket that is unknown, used or too old
   * @throws when the state store does not answer
   */
  redeem(ticket: string): Promise<Holder | undefined>;
}

/** Only the hash is stored: who reads the store cannot open sockets. */
const stored = z.union([z.object({ holder, expires_at: z.number() }), z.object({ used: z.literal(true) })]);

/**
 * The store forgets a key only some time after its ticket has expired. Otherwise two attempts that read the ticket
 * in its last moment could both write: a key that is gone takes any version.
 */
const marginSeconds = 30;

export function createTickets(state: VersionedState, validSeconds: number): Tickets {
  const ttlSeconds = validSeconds + marginSeconds;
  return {
    async issue(holder) {
      const ticket = randomBytes(32).toString('base64url');
      await state.writeState(keyOf(ticket), { holder, expires_at: Date.now() + validSeconds * 1000 }, { ttlSeconds });
      return ticket;
    },
    async redeem(ticket) {
      if (!/^[\w-]{43}$/.test(ticket)) return undefined;
      const found = await state.readState(keyOf(ticket));
      if (found === undefined) return undefined;
      const value = stored.parse(found.value);
      if ('used' in value || value.expires_at < Date.now()) return undefined;
      const won = await state.writeState(keyOf(ticket), { used: true }, { etag: found.etag, ttlSeconds });
      return won ? value.holder : undefined;
    },
  };
}

function keyOf(ticket: string): string {
  return `ticket-${createHash('sha256').update(ticket).digest('base64url')}`;
}
