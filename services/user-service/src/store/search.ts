import { role, usersApi, type Role } from '@gym/contracts';
import type { Queryable } from '@gym/service-kit';
import { columns, type UserRow } from './users.js';

/** What a list is narrowed to; left out means all. */
export interface Filter {
  role?: Role | undefined;
  status?: usersApi.UserStatus | undefined;
}

/** A person by what was found of them. */
export interface Hit extends UserRow {
  term: string;
}

/** Where a search goes on: behind the term and the id of the last hit. */
export interface Place {
  term: string;
  id: number;
}

const rolesOf = (filter: Filter): Role[] => (filter.role ? [filter.role] : role.options);
const statusesOf = (filter: Filter): usersApi.UserStatus[] =>
  filter.status ? [filter.status] : usersApi.userStatus.options;

/** In the order of their ids: for each pair of role and status a range of `users_by_standing`, then the first of all. */
export async function listByStanding(db: Queryable, filter: Filter, after: number, limit: number): Promise<UserRow[]> {
  const { rows } = await db.query<UserRow>(
    `with page as (
       select found.id from unnest($1::text[]) held, unnest($2::text[]) standing, lateral (
         select id from users where role = held and status = standing and id > $3 order by id limit $4
       ) found order by id limit $4
     )
     select ${columns} from page join users using (id) order by id`,
    [rolesOf(filter), statusesOf(filter), after, limit],
  );
  return rows;
}

/**
 * People of whom a term begins with what was typed, in the order of these terms, each once: by the first of their terms.
 * For each pair of role and status a range of `search_terms_by_standing` is read up to the limit, so that neither the
 * number of people nor that of hits matters. The start of the range is part of the row comparison alone: beside it,
 * PostgreSQL would begin at the cursor of the first page, which is before everything.
 */
export async function searchUsers(
  db: Queryable,
  typed: string,
  filter: Filter,
  after: Place | undefined,
  limit: number,
): Promise<Hit[]> {
  const { rows } = await db.query<Hit>(
    `with page as (
       select found.term, found.user_id from unnest($1::text[]) held, unnest($2::text[]) standing, lateral (
         select term, user_id from search_terms hit
         where role = held and status = standing
           and (term, user_id) > (greatest(search_key($3), $4 collate "C"), $5::integer)
           and term < search_key($3) || chr(1114111)
           and not exists (
             select from search_terms earlier
             where earlier.user_id = hit.user_id and earlier.term >= search_key($3) and earlier.term < hit.term)
         order by term, user_id limit $6
       ) found order by term, user_id limit $6
     )
     select page.term, ${columns} from page join users on users.id = page.user_id order by page.term, users.id`,
    [rolesOf(filter), statusesOf(filter), typed, after?.term ?? '', after?.id ?? 0, limit],
  );
  return rows;
}
