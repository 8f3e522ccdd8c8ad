import { frameTopic, id, role } from '@gym/contracts';
import { z } from 'zod';

/** With what they show of their access token: when that is revoked, the socket ends too. */
const login = z.object({ user_id: id, role, session_id: id, version: z.int().min(0) });
export type Login = z.infer<typeof login>;

/** Whom a ticket, and the socket it opens, stands for: somebody with a login, or a spectator of some tournaments. */
export const holder = z.union([login, z.object({ topics: z.array(frameTopic) })]);
export type Holder = z.infer<typeof holder>;

/** What somebody watches who does not say what. */
export function ownTopics(holder: Holder): string[] {
  if ('topics' in holder) return holder.topics;
  return [`user:${holder.user_id}`, 'broadcast', ...(holder.role === 'admin' ? ['admin'] : [])];
}

/** People see what concerns them, what is for everybody, and every tournament; spectators what their ticket names. */
export function mayRead(holder: Holder, topic: string): boolean {
  if ('topics' in holder) return holder.topics.includes(topic);
  if (topic.startsWith('user:')) return topic === `user:${holder.user_id}`;
  if (topic === 'admin') return holder.role === 'admin';
  return topic === 'broadcast' || topic.startsWith('tournament:');
}
