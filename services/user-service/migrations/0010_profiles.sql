-- Up Migration
alter table users
  -- Given by the person; only the person and staff see them.
  add column phone text,
  add column birth_date date,
  add column emergency_contact jsonb,
  add column preferences jsonb not null default '{}',
  -- Why an admin said no to somebody who waits for approval; gone with the approval.
  add column rejection_reason text,
  -- When the ban ends by itself; null for a ban without an end.
  add column banned_until timestamptz,
  add constraint users_end_of_ban check (banned_until is null or is_banned);
alter table users
  add column status text not null generated always as (
    case when is_banned then 'banned' when is_approved then 'active' when rejection_reason is not null then 'rejected'
    else 'pending' end) stored;

create index users_by_standing on users (role, status, id);
create index users_bans_ending on users (banned_until) where banned_until is not null;
