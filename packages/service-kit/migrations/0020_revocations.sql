-- Up Migration
-- Set for events that make access tokens worthless before they expire: replicas ask for the recent ones.
alter table outbox add column revoked_at timestamptz;
create index outbox_revoked on outbox (revoked_at) where revoked_at is not null;
