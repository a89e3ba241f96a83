/** SL1: owners' changes to the built-in levels and roles. */
export const schemeTables = `
CREATE TABLE levels (id TEXT PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1, settings TEXT NOT NULL) STRICT;
CREATE TABLE team_roles (id TEXT PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1, settings TEXT NOT NULL) STRICT;
`;
