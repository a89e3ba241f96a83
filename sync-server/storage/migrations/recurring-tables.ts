/** RR: tasks that come back, and their recorded turns. `settings` of each is JSON. */
export const recurringTables = `
CREATE TABLE recurring_tasks (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  settings TEXT NOT NULL
) STRICT;
CREATE TABLE recurring_runs (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  settings TEXT NOT NULL
) STRICT;
`;
