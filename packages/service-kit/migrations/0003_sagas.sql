-- Up Migration
-- Work that crosses services: its steps are events, its state is here, at the service that began it.
create table sagas (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  subject text not null,
  state text not null default 'running' check (state in ('running', 'completed', 'compensated')),
  -- {step: pending | done | refused}
  steps jsonb not null,
  -- What a compensation needs; emptied at the end, because it may be personal.
  data jsonb not null,
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- A saga that still runs then is stuck: nothing is undone by the clock, but somebody should look.
  deadline timestamptz not null
);
create unique index sagas_running on sagas (kind, subject) where state = 'running';
create index sagas_by_deadline on sagas (deadline) where state = 'running';
