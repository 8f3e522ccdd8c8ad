-- Up Migration
-- Grows by one with every entry of the log, under the lock of the row: it is the entity tag of the tournament.
alter table tournaments add column version integer not null default 1 check (version > 0);

-- What was done to a tournament, in the order it was done: the audit trail, and the commands from which the engine's
-- state can be built again. `seq` of the last entry is the version of the tournament.
create table tournament_log (
  tournament_id integer not null references tournaments on delete cascade,
  seq integer not null check (seq > 0),
  -- Not now(): transactions wait for the lock after they have begun.
  at timestamptz not null default clock_timestamp(),
  -- Null: the service itself, when a time has come, or somebody whose account was deleted.
  actor_id integer,
  kind text not null,
  -- Of the payload, so that entries of today can be read by the code of tomorrow.
  schema_version smallint not null default 1,
  payload jsonb not null,
  reason text,
  -- Ids of what the entry is about, by kind of thing.
  affected jsonb not null,
  primary key (tournament_id, seq)
);
create index tournament_log_of_actor on tournament_log (actor_id) where actor_id is not null;

create function keep_tournament_log() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    -- A tournament takes its log along.
    if not exists (select from tournaments where id = old.tournament_id) then
      return old;
    end if;
  elsif new.actor_id is null and to_jsonb(new) - 'actor_id' = to_jsonb(old) - 'actor_id' then
    return new;
  end if;
  raise exception 'the log of a tournament is only appended to';
end
$$;
create trigger tournament_log_is_kept before update or delete on tournament_log
  for each row execute function keep_tournament_log();

insert into tournament_log (tournament_id, seq, at, actor_id, kind, payload, affected)
select id, 1, created_at, created_by, 'tournament.created', '{}', '{}' from tournaments;
