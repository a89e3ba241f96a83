/**
 * `settings` is the problem as recorded, as JSON. Summaries and measures that say nothing of causes are made anew at the next
 * start: their place in the log is forgotten.
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
