-- Up Migration
-- Secret addresses of calendars, for programs that subscribe and cannot log in. Nobody here keeps the secret itself.
create table calendar_addresses (
  user_id integer primary key,
  secret_hash bytea not null unique,
  created_at timestamptz not null default now()
);
