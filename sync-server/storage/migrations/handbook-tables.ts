/** FM6: the handbook's pages as the team changed or wrote them. */
export const handbookTables = `
CREATE TABLE handbook_pages (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  settings TEXT NOT NULL
) STRICT;
`;
