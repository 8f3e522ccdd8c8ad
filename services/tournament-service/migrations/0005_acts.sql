-- Up Migration
-- What somebody made and did, in the order in which their export reads it.
create index tournament_log_acts on tournament_log (actor_id, tournament_id, seq) where actor_id is not null;
drop index tournament_log_of_actor;
create index tournaments_of_creator on tournaments (created_by, id) where created_by is not null;
create index tournament_templates_of_creator on tournament_templates (created_by, id) where created_by is not null;
