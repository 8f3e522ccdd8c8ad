-- Up Migration
-- Where a match was called to. Courts are what people call them; a plan of them is not needed.
create table match_calls (
  match_id integer primary key,
  tournament_id integer not null,
  court text not null,
  called_at timestamptz not null default now(),
  foreign key (tournament_id, match_id) references matches (tournament_id, id) on delete cascade
);
create index match_calls_in_tournament on match_calls (tournament_id);

-- Points of the game that is being played. They change with every rally, so they are no part of the draw or the log.
create table live_points (
  match_id integer primary key,
  tournament_id integer not null,
  game smallint not null,
  points integer[] not null check (cardinality(points) = 2),
  version integer not null default 1,
  -- The version others were told of last, and when.
  told integer not null default 0,
  told_at timestamptz,
  foreign key (tournament_id, match_id) references matches (tournament_id, id) on delete cascade
);
create index live_points_in_tournament on live_points (tournament_id);
create index live_points_untold on live_points (match_id) where told < version;

-- Null: a referee of all matches.
alter table tournament_staff add column courts text[] check (courts is null or role = 'referee');
