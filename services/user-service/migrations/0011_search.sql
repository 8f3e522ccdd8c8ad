-- Up Migration
-- What is compared in a search: lower case in any alphabet, without accents, one space between words. The collation is
-- named because the database may have one that knows ASCII only.
create function search_key(value text) returns text language sql immutable strict parallel safe as $$
  select trim(regexp_replace(regexp_replace(normalize(lower(value collate "und-x-icu"), nfkd), '[\u0300-\u036f]+', '', 'g'),
    '\s+', ' ', 'g'))
$$;

-- A person is found by the beginning of the email, of the name, and of every later word of it (the first eight).
create function search_terms(full_name text, email text) returns setof text language sql immutable strict as $$
  select search_key(email)
  union
  select array_to_string(words[place:], ' ')
  from string_to_array(search_key(full_name), ' ') words, generate_subscripts(words, 1) place
  where place <= 8
$$;

-- In the order of their bytes, so that a beginning is a range of the index, and with role and status, so that a filter
-- narrows the range instead of skipping rows in it.
create table search_terms (
  user_id integer not null references users on delete cascade,
  term text collate "C" not null,
  role text not null,
  status text not null,
  primary key (user_id, term)
);
create index search_terms_by_standing on search_terms (role, status, term, user_id);

-- By the database itself, so that whoever writes a user (an import too) cannot forget it.
create function index_search_terms() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from search_terms using changed where user_id = changed.id;
  end if;
  insert into search_terms (user_id, term, role, status)
  select id, term, role, status from changed, search_terms(full_name, email) term;
  return null;
end
$$;
create trigger index_new_users after insert on users
  referencing new table as changed for each statement execute function index_search_terms();
create trigger index_changed_users after update on users
  referencing new table as changed for each statement execute function index_search_terms();

insert into search_terms (user_id, term, role, status)
select id, term, role, status from users, search_terms(full_name, email) term;
