-- Up Migration
-- The last number given out; its row lock makes numbers gap-free and ordered by commit.
create table outbox_sequence (
  only_row boolean primary key default true check (only_row),
  last_seq bigint not null
);
insert into outbox_sequence (last_seq) values (0);

-- What this service has to tell. Published events stay for a while, for consumers that missed them.
create table outbox (
  seq bigint primary key,
  id uuid not null unique,
  topic text not null,
  subject text not null,
  event jsonb not null,
  attempts integer not null default 0,
  last_error text,
  published_at timestamptz,
  -- The broker refuses it for good; consumers pull it all the same.
  dead_at timestamptz
);
create index outbox_unpublished on outbox (seq) where published_at is null and dead_at is null;
create index outbox_dead on outbox (seq) where dead_at is not null;
create index outbox_published on outbox (published_at) where published_at is not null;

-- How far this service has applied the events of each producer. The row is also the lock of that producer's events.
create table inbox_positions (
  source text primary key,
  seq bigint not null default 0
);

-- Events whose handler failed, and those of the same aggregate that came after them.
create table dead_events (
  id bigint generated always as identity primary key,
  source text not null,
  seq bigint not null,
  type text not null,
  subject text not null,
  event jsonb not null,
  error text not null,
  attempts integer not null,
  failed_at timestamptz not null default now(),
  retry_at timestamptz,
  unique (source, seq)
);
create index dead_events_of_subject on dead_events (source, subject, seq);
