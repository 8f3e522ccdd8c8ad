import { mayRead } from '../src/domain/holder.js';

const member = { user_id: 5, role: 'member', session_id: 1, version: 0 } as const;
const trainer = { user_id: 6, role: 'trainer', session_id: 2, version: 0 } as const;
const admin = { user_id: 1, role: 'admin', session_id: 3, version: 0 } as const;
const spectator = { topics: ['tournament:7'] };

test.each([
  [member, 'user:5', true],
  [member, 'user:6', false],
  [member, 'user:55', false],
  [admin, 'user:5', false],
  [member, 'tournament:7', true],
  [member, 'broadcast', true],
  [member, 'admin', false],
  [trainer, 'admin', false],
  [admin, 'admin', true],
  [spectator, 'tournament:7', true],
  [spectator, 'tournament:8', false],
  [spectator, 'broadcast', false],
  [spectator, 'user:5', false],
  [spectator, 'admin', false],
])('%j reads %s: %s', (holder, topic, allowed) => {
  expect(mayRead(holder, topic)).toBe(allowed);
});
