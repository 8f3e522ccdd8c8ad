import { toPage } from '../src/page.js';
import type { UserRow } from '../src/store/users.js';

function rows(count: number): UserRow[] {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    email: `user${index + 1}@gym.test`,
    full_name: `User ${index + 1}`,
    role: 'member',
    is_approved: true,
    is_banned: false,
    ban_reason: null,
    is_root_admin: false,
    version: 0,
  }));
}

test.each([
  [0, null],
  [2, null],
  [3, null],
  [4, '3'],
])('of %d rows on a page of 3, the next cursor is %s', (count, nextCursor) => {
  const page = toPage(rows(count), 3);
  expect(page.rows).toHaveLength(Math.min(count, 3));
  expect(page.nextCursor).toBe(nextCursor);
});
