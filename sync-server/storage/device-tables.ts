/** JN9: the keys that the team's server gave passes for; `ended` is JSON. One entry of migrations.ts. */
export const deviceTables = `
CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  computer TEXT,
  token TEXT,
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  ended TEXT
) STRICT;
`;
