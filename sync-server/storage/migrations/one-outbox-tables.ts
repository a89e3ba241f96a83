/**
 * The deliveries become letters of the outbox. `purpose` decides the kind, as in delivery/delivery-letters.ts. A
 * delivery that a crash cut short is `sending`, and is taken up as such at the start. One entry of migrations.ts.
 * Never edit it once it shipped.
 */
export const oneOutboxTables = `
ALTER TABLE outbox ADD COLUMN channel TEXT;
ALTER TABLE outbox ADD COLUMN channel_name TEXT;
ALTER TABLE outbox ADD COLUMN channel_kind TEXT;
ALTER TABLE outbox ADD COLUMN address TEXT;
ALTER TABLE outbox ADD COLUMN incident TEXT;
ALTER TABLE outbox ADD COLUMN give_up_at INTEGER;
ALTER TABLE outbox ADD COLUMN tries TEXT NOT NULL DEFAULT '[]';
ALTER TABLE outbox ADD COLUMN told INTEGER NOT NULL DEFAULT 1;
INSERT INTO outbox (
  id, key, kind, lane, recipient, payload, state, reason, attempts, created_at, next_at, ended_at,
  channel, channel_name, channel_kind, address, incident, give_up_at, tries, told
)
SELECT
  id,
  'delivery:' || dedup_key,
  CASE WHEN purpose = 'page' THEN 'page' WHEN purpose IN ('update', 'test') THEN 'watched-message' ELSE 'message' END,
  CASE WHEN purpose = 'page' THEN 'pages' ELSE 'channels' END,
  person,
  '{"message":' || message || ',"context":' || context || '}',
  CASE WHEN begun_at IS NOT NULL THEN 'sending' ELSE state END,
  reason,
  (length(attempts) - length(replace(attempts, '"ok":', ''))) / 5,
  created_at,
  coalesce(next_at, created_at),
  CASE WHEN state = 'queued' THEN NULL ELSE coalesce(ended_at, created_at) END,
  channel,
  channel_name,
  kind,
  address,
  incident,
  give_up_at,
  attempts,
  told
FROM deliveries ORDER BY id;
DROP TABLE deliveries;
CREATE INDEX outbox_waiting ON outbox (lane, created_at) WHERE ended_at IS NULL;
CREATE INDEX outbox_untold ON outbox (id) WHERE told = 0 AND ended_at IS NOT NULL;
CREATE INDEX outbox_of_incident ON outbox (incident, id) WHERE incident IS NOT NULL;
CREATE INDEX outbox_of_channel ON outbox (channel, ended_at) WHERE channel IS NOT NULL;
CREATE INDEX outbox_deliveries ON outbox (id) WHERE channel IS NOT NULL;
`;
