/** RV23: what a team hides in copies of its reviews. */
export const copyProfileTables = `
CREATE TABLE copy_profiles (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  settings TEXT NOT NULL
) STRICT;
`;
