/** TM1: `settings` is the team as configured, as JSON. */
export const teamTables = `
CREATE TABLE teams (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  settings TEXT NOT NULL
) STRICT;
`;
