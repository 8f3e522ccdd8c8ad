-- Up Migration
-- What staff did to people. It names them by id only, so that it can stay when a person is erased.
create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- Null: nobody, as for a ban that ended by itself.
  actor_id integer,
  user_id integer not null,
  action text not null,
  -- The standing, as far as it changed.
  before jsonb not null,
  after jsonb not null,
  reason text,
  request_id text
);
create index audit_log_of_user on audit_log (user_id, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_log_is_append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_change();
