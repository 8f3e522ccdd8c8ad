-- Up Migration
-- The rating of a person after every draw with a match of theirs against somebody else who has an account.
create table rating_points (
  user_id integer not null,
  draw_id integer not null references draws on delete cascade,
  -- When the draw was completed: ratings follow each other in this order, then in that of the draws.
  at timestamptz not null,
  rating double precision not null,
  deviation double precision not null,
  volatility double precision not null,
  games integer not null check (games > 0),
  primary key (user_id, at, draw_id)
);
create index rating_points_of_draw on rating_points (draw_id);

-- Draws whose points have to be worked out again. A draw may be gone by then.
create table rating_queue (
  draw_id integer primary key,
  at timestamptz not null
);
create index rating_queue_in_order on rating_queue (at, draw_id);
insert into rating_queue (draw_id, at) select id, completed_at from draws where completed_at is not null;

-- For matches of one person.
create index matches_played_first on matches (participant1_id) where status = 'played';
create index matches_played_second on matches (participant2_id) where status = 'played';
