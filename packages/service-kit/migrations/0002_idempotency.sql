-- Up Migration
-- Answers of requests that came with an Idempotency-Key, committed together with what the requests changed.
create table idempotent_answers (
  -- Whose key it is: 'user:7', 'public' or 'internal'.
  scope text not null,
  key text not null,
  -- Keyed hash of method, path and body: a request may hold a password, so a plain hash would invite guessing.
  fingerprint bytea not null,
  status smallint not null,
  headers jsonb not null,
  -- As it was sent; jsonb would reorder it.
  body text not null,
  created_at timestamptz not null default now(),
  primary key (scope, key)
);
create index idempotent_answers_by_age on idempotent_answers (created_at);
