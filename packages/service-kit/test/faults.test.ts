import { z } from 'zod';
import { email, line, role, time } from '@gym/contracts';
import { toFault } from '../src/faults.js';

const schema = z.object({
  name: line(5),
  password: z.string().min(8),
  count: z.int().min(2).max(9),
  tags: z.array(z.string()).min(1),
  at: time,
  email,
  role,
});
const good = {
  name: 'Ann',
  password: '12345678',
  count: 3,
  tags: ['a'],
  at: '2027-01-01T00:00:00Z',
  email: 'a@b.cd',
  role: 'admin',
};

describe('the fault of a field', () => {
  it.each([
    [{ name: undefined }, '#/name', 'is required'],
    [{ name: 5 }, '#/name', 'must be text'],
    [{ name: '' }, '#/name', 'must not be empty'],
    [{ name: 'Annabel' }, '#/name', 'must have at most 5 characters'],
    [{ name: 'A\u0007' }, '#/name', 'must not contain control characters'],
    [{ password: 'short' }, '#/password', 'must have at least 8 characters'],
    [{ count: 2.5 }, '#/count', 'must be a whole number'],
    [{ count: 1 }, '#/count', 'must be at least 2'],
    [{ count: '3' }, '#/count', 'must be a number'],
    [{ tags: [] }, '#/tags', 'must have at least 1 entries'],
    [{ tags: ['a', 1] }, '#/tags/1', 'must be text'],
    [{ at: 'soon' }, '#/at', 'must be an ISO 8601 date and time with an offset'],
    [{ email: 'nobody' }, '#/email', 'must be an email address'],
    [{ role: 'owner' }, '#/role', 'must be one of member, trainer, admin'],
  ])('%j reads as a sentence', (change, pointer, message) => {
    const faults = schema.safeParse({ ...good, ...change }).error?.issues.map(toFault);
    expect(faults).toEqual([{ pointer, message }]);
  });

  it('escapes names that hold a slash or a tilde', () => {
    const faults = z.object({ 'a/b~c': z.string() }).safeParse({ 'a/b~c': 1 }).error?.issues.map(toFault);
    expect(faults?.[0]?.pointer).toBe('#/a~1b~0c');
  });
});
