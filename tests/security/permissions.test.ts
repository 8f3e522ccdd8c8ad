import { permissions, role, type Role } from '@gym/contracts';
import { call, login, type Answer } from '../support/gateway.js';
import { endpoints, servedOperations, type Endpoint } from './operations.js';
import { nothing, owned, type Probe } from './owned.js';
import { makeCast, type Cast, type Persona } from './personas.js';

type Verdict = 'in' | 'without a login' | 'not allowed' | 'not there' | 'broken';

const atOnce = 16;

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/** The guard comes before everything else, so a body that is refused afterwards says enough and does nothing. */
async function probe({ id, path, method }: Endpoint): Promise<Probe> {
  const thing = await owned[id]?.(cast);
  if (thing !== undefined) return thing;
  const filled = path.replaceAll(/:\w+/g, nothing);
  return method === 'GET' ? { path: filled } : { path: filled, body: { probe: true } };
}

const rank = (held: Role): number => role.options.indexOf(held);

/** What the table says. */
function expected({ permission }: Endpoint, persona: Persona, owner: string | undefined): Verdict {
  const { access, others } = permission;
  if (access === 'internal') return 'not there';
  if (access === 'public') return 'in';
  if (persona.role === 'anonymous' || persona.role === 'nobody') return 'without a login';
  const needed = others !== undefined && owner !== persona.name ? others : access;
  return rank(persona.role) >= rank(needed) ? 'in' : 'not allowed';
}

function verdictOf({ status }: Answer, { permission }: Endpoint): Verdict {
  if (status >= 500) return 'broken';
  // 405 where there is no page either: the gateway looks at the verb first.
  if (permission.access === 'internal') return status === 404 || status === 405 ? 'not there' : 'in';
  // Everybody is let in; a login that is not good, or a ticket without one, is a matter of the operation.
  if (permission.access === 'public') return 'in';
  if (status === 401) return 'without a login';
  return status === 403 ? 'not allowed' : 'in';
}

/** These end the session they are sent with. */
const isLogout = ({ id }: Endpoint): boolean => id.startsWith('POST /api/auth/logout');

test('every endpoint lets in who the table of permissions lets in, and nobody else', async () => {
  const counts: Record<string, Partial<Record<Verdict, number>>> = {};
  const wrong: string[] = [];

  async function knock(endpoint: Endpoint, persona: Persona): Promise<void> {
    const { path, body, owner } = await probe(endpoint);
    const answer = await call(endpoint.method, path, { token: persona.token, body });
    const [is, should] = [verdictOf(answer, endpoint), expected(endpoint, persona, owner)];
    const row = (counts[persona.name] ??= {});
    row[is] = (row[is] ?? 0) + 1;
    if (is !== should) wrong.push(`${persona.name}: ${endpoint.id} is "${is}" (${answer.status}), not "${should}"`);
  }

  const pairs = endpoints.flatMap((endpoint) => cast.personas.map((persona) => ({ endpoint, persona })));
  const queue = pairs.filter(({ endpoint }) => !isLogout(endpoint));
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) await knock(next.endpoint, next.persona);
    }),
  );
  for (const { endpoint, persona } of pairs.filter((pair) => isLogout(pair.endpoint))) {
    // A session can be ended once, so each of these has one of its own.
    const again = persona.person && (await login(persona.person.email, persona.person.password)).body.access_token;
    if (persona.name !== 'control') await knock(endpoint, { ...persona, token: again ?? persona.token });
  }
  const total = Object.values(counts)
    .flatMap((row) => Object.values(row))
    .reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${table(counts)}\n${total} requests to ${endpoints.length} endpoints\n`);
  expect(wrong).toEqual([]);
  // The control ends no session, because that is the admin's.
  expect(total).toBe(endpoints.length * cast.personas.length - endpoints.filter(isLogout).length);
}, 300_000);

function table(counts: Record<string, Partial<Record<Verdict, number>>>): string {
  const verdicts: Verdict[] = ['in', 'without a login', 'not allowed', 'not there', 'broken'];
  const line = (cells: unknown[]): string => cells.map((cell) => String(cell).padEnd(20)).join('');
  const rows = Object.entries(counts).map(([name, row]) =>
    line([name, ...verdicts.map((verdict) => row[verdict] ?? 0)]),
  );
  return [line(['', ...verdicts]), ...rows].join('\n');
}

test('the table has exactly what the services serve', async () => {
  const open = endpoints.filter(({ permission }) => permission.access !== 'internal').map(({ id }) => id);
  expect((await servedOperations()).toSorted()).toEqual(open.toSorted());
});

test('every operation where it matters whose thing it is was asked with a thing of somebody', () => {
  const withOwner = endpoints.filter(({ permission }) => permission.others !== undefined).map(({ id }) => id);
  expect(Object.keys(owned).toSorted()).toEqual(withOwner.toSorted());
  expect(Object.keys(permissions).length).toBeGreaterThan(60);
});
