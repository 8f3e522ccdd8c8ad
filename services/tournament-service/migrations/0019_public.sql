-- Up Migration
-- What everybody may see, newest first, of all phases and of one.
create index tournaments_public on tournaments (id) where visibility = 'public' and phase <> 'draft';
create index tournaments_public_of_phase on tournaments (phase, id) where visibility = 'public' and phase <> 'draft';
