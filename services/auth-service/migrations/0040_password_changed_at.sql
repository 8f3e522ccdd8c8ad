-- Up Migration
-- When its owner set the present password; null: at the registration, or before this was kept.
alter table users add column password_changed_at timestamptz;
