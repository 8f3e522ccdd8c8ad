-- Up Migration
-- The last number given out; its row lock makes numbers gap-free and ordered by commit.
create table outbox_sequence (
  only_row boolean primary key default true check (only_row),
  last_seq bigint not null
);
insert into outbox_sequence (last_seq) values (0);

create table outbox (
  seq bigint primary key,
  id uuid not null unique,
  topic text not null,
  subject text not null,
  event jsonb not null,
  published_at timestamptz
);
create index outbox_unpublished on outbox (seq) where published_at is null;

create table inbox (
  event_id uuid primary key,
  source text not null,
  seq bigint not null,
  received_at timestamptz not null default now()
);
