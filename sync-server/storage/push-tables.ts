/**
 * WP2: browsers that take notices. `token` is what the person was signed in with there; `subscription` is empty once the
 * browser takes no more, at `gone_at`.
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
