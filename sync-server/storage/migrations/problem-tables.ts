/**
 * `settings` is the problem as recorded, as JSON. Older summaries and measures lack causes, so clearing their place
 * in the log makes the next start build them again.
 */
export const problemTables = `
CREATE TABLE problems (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  settings TEXT NOT NULL
) STRICT;
UPDATE incidents SET head = 0;
UPDATE measured SET head = 0;
`;
