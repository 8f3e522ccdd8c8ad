-- Up Migration
-- Why an admin refused to approve the account, for its owner to read at the login.
alter table users add column rejection_reason text;
