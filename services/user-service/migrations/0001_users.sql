-- Up Migration
create table users (
  -- Given out by auth-service, as is the email, whose uniqueness it keeps.
  id integer primary key,
  email text not null,
  full_name text not null,
  role text not null check (role in ('member', 'trainer', 'admin')),
  is_approved boolean not null,
  is_banned boolean not null default false,
  ban_reason text,
  is_root_admin boolean not null default false,
  -- Grows by one with every change of standing; consumers ignore what is older than what they know.
  version integer not null default 0,
  created_at timestamptz not null default now()
);

-- The list goes by id, as does the list of those who can play.
create index users_available on users (id) where is_approved and not is_banned;

-- Who was here once: a late event must not bring a profile back, and a token can outlive its account.
create table deleted_users (
  id integer primary key,
  deleted_at timestamptz not null default now()
);
