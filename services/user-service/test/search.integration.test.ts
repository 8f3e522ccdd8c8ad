import * as fc from 'fast-check';
import { type TestService } from '../../../tests/support/service.js';
import { startUsers } from './support.js';

let users: TestService;
let token: string;

interface Person {
  id: number;
  email: string;
  full_name: string;
  role: 'member' | 'trainer' | 'admin';
  status: 'pending' | 'rejected' | 'active' | 'banned';
}

const first = ['Ann', 'José', 'Bob', 'Éva', 'Anna Maria', 'Zoë', 'ÅSA', 'Ямал'];
const last = ['Smith', 'Müller', 'Ann', 'Ng', 'de la Cruz', 'Øre'];
const people: Person[] = Array.from({ length: 300 }, (_, index) => ({
  id: index + 1,
  email: `${index % 3 === 0 ? 'ann' : 'user'}${index}@gym.test`,
  full_name: `${first[index % first.length]} ${last[index % last.length]}`,
  role: (['member', 'trainer', 'admin'] as const)[index % 7 === 0 ? 2 : index % 5 === 0 ? 1 : 0] ?? 'member',
  status: (['active', 'pending', 'rejected', 'banned'] as const)[index % 4] ?? 'active',
}));

beforeAll(async () => {
  users = await startUsers();
  token = users.tokenFor({ id: 1, role: 'trainer' });
  await users.sql(
    `insert into users (id, email, full_name, role, is_approved, is_banned, rejection_reason)
     select * from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::bool[], $6::bool[], $7::text[])`,
    [
      people.map(({ id }) => id),
      people.map(({ email }) => email),
      people.map(({ full_name }) => full_name),
      people.map(({ role }) => role),
      people.map(({ status }) => status === 'active' || status === 'banned'),
      people.map(({ status }) => status === 'banned'),
      people.map(({ status }) => (status === 'rejected' ? 'no' : null)),
    ],
  );
});
afterAll(() => users.stop());

interface Wish {
  q?: string | undefined;
  role?: string | undefined;
  status?: string | undefined;
  limit: number;
}

/** All pages, one after the other. */
async function found({ q, role, status, limit }: Wish): Promise<number[]> {
  const ids: number[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({
      limit: String(limit),
      ...(q !== undefined && { q }),
      ...(role !== undefined && { role }),
      ...(status !== undefined && { status }),
      ...(cursor !== '' && { cursor }),
    });
    const page = await users.call('GET', `/api/users?${query.toString()}`, { token });
    expect(page.status).toBe(200);
    ids.push(...page.body.items.map(({ id }: { id: number }) => id));
    cursor = page.body.next_cursor;
  }
  return ids;
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .trim()
    .replaceAll(/\s+/g, ' ');

/** Whether a term of the person begins with what was typed, in the words of the documentation. */
function matches({ email, full_name }: Person, q: string): boolean {
  const words = plain(full_name).split(' ');
  return [plain(email), ...words.map((_, at) => words.slice(at).join(' '))].some((term) => term.startsWith(plain(q)));
}

test('whoever is looked for is found once, whatever the filter, the page, case and accents', async () => {
  const q = fc.constantFrom(
    undefined,
    'ann',
    'ANN ',
    'jose',
    'José  m',
    'éva',
    'eva ann',
    'la cruz',
    'user1',
    'я',
    'øre',
    'asa',
    'nobody',
  );
  const role = fc.constantFrom(undefined, 'member', 'trainer', 'admin');
  const status = fc.constantFrom(undefined, 'pending', 'rejected', 'active', 'banned');
  await fc.assert(
    fc.asyncProperty(q, role, status, fc.constantFrom(7, 50, 1000), async (typed, held, standing, limit) => {
      const expected = people.filter(
        (person) =>
          (typed === undefined || matches(person, typed)) &&
          (held === undefined || person.role === held) &&
          (standing === undefined || person.status === standing),
      );
      const ids = await found({ q: typed, role: held, status: standing, limit });
      expect(ids.toSorted((a, b) => a - b)).toEqual(expected.map(({ id }) => id));
    }),
    { numRuns: 60 },
  );
});

test('a search follows a change of the name, the role and the ban, and a deletion', async () => {
  await users.sql(
    `insert into users (id, email, full_name, role, is_approved) values (999, 'quentin@gym.test', 'Quentin X', 'member', true)`,
  );
  expect(await found({ q: 'quentin', limit: 10 })).toEqual([999]);
  await users.sql(`update users set full_name = 'Ulf Y', role = 'trainer', is_banned = true where id = 999`);
  expect(await found({ q: 'ulf', role: 'trainer', status: 'banned', limit: 10 })).toEqual([999]);
  expect(await found({ q: 'x', limit: 10 })).toEqual([]);
  await users.sql('delete from users where id = 999');
  expect(await found({ q: 'ulf', limit: 10 })).toEqual([]);
});

test.each([
  'q=',
  'q=%00',
  `q=${'x'.repeat(101)}`,
  'role=owner',
  'status=gone',
  'q=ann&cursor=7',
  'role=admin&cursor=WyJhIl0',
])('a search with %s is refused', async (query) => {
  expect((await users.call('GET', `/api/users?${query}`, { token })).status).toBe(400);
});

test.each(['%', '_', '\\', "'", '*', '(', '\u{10ffff}'])('%j is a character like any other', async (typed) => {
  expect(await found({ q: typed, limit: 10 })).toEqual([]);
});
