import { closeCode, userEvents } from '@gym/contracts';
import type { Revocations } from '@gym/service-kit';
import type { Holder, Login } from '../domain/holder.js';
import type { Hub } from '../sockets/hub.js';
import type { Tickets } from '../store/tickets.js';

/** Milliseconds. What people are told about the end of their access comes as a frame, by another way, just before. */
const headStartMs = 250;

/** After these there is no new ticket either. */
const lostAccess = new Set([userEvents.userBanned.type, userEvents.userDeleted.type]);

const bearerOf = ({ user_id, session_id, version }: Login) => ({ id: user_id, sessionId: session_id, version });

/** Closes the sockets of logins that have ended or changed, on whichever replica they are. */
export function closeRevokedLogins(hub: Hub, revocations: Revocations): void {
  revocations.onRevoked(({ user_id: userId }, { type }) => {
    const code = lostAccess.has(type) ? closeCode.notAllowed : closeCode.newTicket;
    const isOver = (login: Login): boolean => login.user_id === userId && revocations.refuses(bearerOf(login));
    setTimeout(() => void hub.closeLogins(isOver, code), headStartMs).unref();
  });
}

/** A ticket is worth nothing once the login that got it has ended. */
export function redeemUnlessRevoked(tickets: Tickets, revocations: Revocations): Pick<Tickets, 'redeem'> {
  return {
    async redeem(ticket): Promise<Holder | undefined> {
      const holder = await tickets.redeem(ticket);
      const isOver = holder !== undefined && 'user_id' in holder && (await revocations.isRevoked(bearerOf(holder)));
      return isOver ? undefined : holder;
    },
  };
}
