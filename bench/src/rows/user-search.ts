import { searchUsers, listByStanding } from '@gym/user-service/search';
import type { Client } from 'pg';
import type { Line } from '../harness/report.js';
import { compareSizes } from '../harness/two-sizes.js';

const limit = 51;

/** What staff type, from one letter that a million people match to somebody who is not there. */
const typed = ['u', 'user', 'user9', 'ann', 'ann smith', 'smith', 'jose', 'nobody'];

/** Search by name among a thousand and a million people. */
export async function userSearch(): Promise<Line[]> {
  const { value, detail } = await compareSizes({
    service: 'user-service',
    name: 'bench_people',
    insert,
    ask: (client, turn) => {
      if (turn % 10 === 9) return listByStanding(client, { status: 'pending' }, 0, limit);
      const filter = turn % 3 === 0 ? { status: 'active' as const } : {};
      return searchUsers(client, typed[turn % typed.length] ?? '', filter, undefined, limit);
    },
  });
  return [
    {
      what: 'user search, p99 at 1,000,000 people',
      against: 'the same at 1,000',
      unit: 'x',
      value,
      goal: { atMost: 1.5 },
      detail: { ...detail, limit, typed },
    },
  ];
}

/** The terms are written in one go, as the trigger would do it. */
async function insert(client: Client, people: number): Promise<void> {
  await client.query('alter table users disable trigger user');
  await client.query(
    `insert into users (id, email, full_name, role, is_approved, is_banned)
     select n, 'user' || n || '@gym.test',
       (array['Ann', 'José', 'Bob', 'Cleo', 'Dag', 'Éva', 'Finn', 'Gül'])[n % 8 + 1] || ' ' ||
       (array['Smith', 'Müller', 'Ångström', 'Øre', 'Petrov', 'Ng'])[n % 6 + 1],
       case when n % 1000 = 0 then 'admin' when n % 50 = 0 then 'trainer' else 'member' end, n % 20 <> 0, n % 500 = 1
     from generate_series(1, $1::integer) n`,
    [people],
  );
  await client.query('alter table search_terms drop constraint search_terms_pkey');
  await client.query('alter table search_terms drop constraint search_terms_user_id_fkey');
  await client.query('drop index search_terms_by_standing');
  await client.query(
    `insert into search_terms (user_id, term, role, status)
     select id, term, role, status from users, search_terms(full_name, email) term`,
  );
  await client.query('alter table search_terms add primary key (user_id, term)');
  await client.query('create index search_terms_by_standing on search_terms (role, status, term, user_id)');
  await client.query('vacuum analyze users');
  await client.query('vacuum analyze search_terms');
}
