-- Up Migration
-- One row per login: the family of its refresh tokens, of which the newest is good. A session that has ended has no row.
create table sessions (
  id integer generated always as identity primary key,
  user_id integer not null references users (id) on delete cascade,
  -- SHA-256 of what all refresh tokens of the session have in common, and of what is new in each.
  family_hash bytea not null unique,
  token_hash bytea not null,
  -- The token before, whose bearer may have lost the answer, and its successor, which only that token opens.
  previous_hash bytea,
  sealed_successor bytea,
  device text,
  address text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_of_user on sessions (user_id, last_used_at desc);
create index sessions_by_expiry on sessions (expires_at);
