-- Up Migration
-- As given at the registration; null for accounts older than this column. The profile in user-service is the truth about
-- names, this one is for a profile that has to be made long after the event of the registration has expired.
alter table users add column full_name text;
