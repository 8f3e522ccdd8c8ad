-- Up Migration
-- What is derived from the events of a producer is made anew from its snapshot; one row per producer, also afterwards.
create table inbox_rebuilds (
  source text primary key,
  reason text not null,
  requested_at timestamptz not null default now(),
  -- The page that comes next; no topic: not begun, the first page also clears what is there.
  topic text,
  after_key text,
  applied bigint not null default 0,
  failed bigint not null default 0,
  error text,
  finished_at timestamptz
);
