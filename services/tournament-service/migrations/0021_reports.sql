-- Up Migration
-- {stands_after}: minutes, or null; null: only staff and referees enter results.
alter table tournaments add column self_reports jsonb;

-- What the sides of a match say came of it. With another side or a result that is taken back they go.
create table match_reports (
  match_id integer not null,
  participant_id integer not null,
  tournament_id integer not null,
  reported_by integer,
  result jsonb not null,
  note text not null default '',
  reported_at timestamptz not null default now(),
  -- When it counts without an answer. Null: never, or it has been answered.
  stands_at timestamptz,
  primary key (match_id, participant_id),
  foreign key (tournament_id, match_id) references matches (tournament_id, id) on delete cascade,
  foreign key (tournament_id, participant_id) references participants (tournament_id, id) on delete cascade
);
create index match_reports_in_order on match_reports (tournament_id, match_id, participant_id);
create index match_reports_of_participant on match_reports (participant_id);
create index match_reports_due on match_reports (stands_at) where stands_at is not null;
create index match_reports_of_user on match_reports (reported_by, match_id, participant_id) where reported_by is not null;
