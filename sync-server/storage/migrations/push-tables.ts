/**
 * WP2: browsers that receive notices. `token` is the person's sign-in there; `subscription` is empty after the
 * browser stopped receiving, at `gone_at`.
 */
export const pushTables = `
CREATE TABLE push_devices (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  token TEXT,
  name TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  subscription TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  gone_at INTEGER
) STRICT;
CREATE INDEX push_devices_by_person ON push_devices (person);
`;
