-- Up Migration
-- Somebody has asked for a link that sets a new password. Whether an account has the email is looked up when the mail is
-- made, so that asking takes the same time for everybody.
create table password_resets (
  id integer generated always as identity primary key,
  email text not null,
  -- SHA-256 of what the link holds. The link is made when the mail is sent and is in nothing but that mail.
  token_hash bytea unique,
  requested_at timestamptz not null default now(),
  -- Of the link; null before there is one.
  expires_at timestamptz,
  attempts integer not null default 0,
  -- When the mail is sent, or sent again; null once it is out.
  due_at timestamptz default now()
);
create index password_resets_due on password_resets (due_at) where due_at is not null;
create index password_resets_of_account on password_resets (email);
create index password_resets_by_age on password_resets (requested_at);
