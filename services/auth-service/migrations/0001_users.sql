-- Up Migration
create table users (
  id integer generated always as identity primary key,
  email text not null,
  password_hash text not null,
  role text not null check (role in ('member', 'trainer', 'admin')),
  is_active boolean not null default true,
  is_approved boolean not null,
  is_banned boolean not null default false,
  is_root_admin boolean not null default false,
  -- The highest version of the events of user-service that was applied; older ones change nothing.
  standing_version integer not null default 0,
  created_at timestamptz not null default now(),
  constraint users_email_lower_case check (email = lower(email)),
  constraint users_email_unique unique (email)
);

-- Replicas that start together make one root admin.
create unique index users_one_root_admin on users (is_root_admin) where is_root_admin;
