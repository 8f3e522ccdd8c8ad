-- Up Migration
-- What somebody decided about others, for their export.
create index audit_log_of_actor on audit_log (actor_id, id) where actor_id is not null;
