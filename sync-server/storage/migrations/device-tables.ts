/** JN9: keys for which the team's server issued passes; `ended` is JSON. One entry of migrations.ts. */
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
