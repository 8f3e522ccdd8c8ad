-- Up Migration
alter table participants
  drop constraint participants_status_check,
  add constraint participants_status_check check (status in
    ('pending', 'approved', 'waitlisted', 'rejected', 'withdrawn', 'dropped', 'disqualified')),
  add column category_id integer,
  -- Of the last time they entered: who leaves and comes back queues again.
  add column entered_at timestamptz not null default now(),
  add column checked_in_at timestamptz,
  -- Why they were rejected or disqualified, or left.
  add column reason text,
  -- By the key of the question.
  add column answers jsonb not null default '{}',
  -- The place in the draw that staff want for them; `seed` is the one they got.
  add column planned_seed integer check (planned_seed > 0),
  add column seed_locked boolean not null default false,
  add constraint participants_seed_lock check (planned_seed is not null or not seed_locked),
  drop constraint participants_seeds,
  add foreign key (tournament_id, category_id) references tournament_categories (tournament_id, id);
update participants set entered_at = created_at;
-- Every category has its own draw.
create unique index participants_seeds on participants (tournament_id, coalesce(category_id, 0), seed)
  where seed is not null;
-- The waiting list, the first in line first.
create index participants_waiting on participants (tournament_id, entered_at, id) where status = 'waitlisted';
create index participants_by_status on participants (tournament_id, status, id);
create index participants_of_category on participants (tournament_id, category_id) where category_id is not null;

-- The people of a team.
create table roster_members (
  participant_id integer not null,
  tournament_id integer not null,
  position smallint not null check (position > 0),
  user_id integer,
  name text not null,
  role text not null check (role in ('captain', 'member', 'reserve')),
  -- False when the team has left, so that its people may join another one.
  is_active boolean not null default true,
  primary key (participant_id, position),
  foreign key (tournament_id, participant_id) references participants (tournament_id, id) on delete cascade
);
create unique index roster_members_once on roster_members (tournament_id, user_id)
  where user_id is not null and is_active;
create unique index roster_members_captain on roster_members (participant_id) where role = 'captain';
create index roster_members_of_user on roster_members (user_id) where user_id is not null;

alter table matches
  add column category_id integer,
  drop constraint matches_places,
  add foreign key (tournament_id, category_id) references tournament_categories (tournament_id, id);
create unique index matches_places on matches (tournament_id, coalesce(category_id, 0), round, match_number);
