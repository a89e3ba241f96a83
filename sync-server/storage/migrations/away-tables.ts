/** One entry of migrations.ts. Never edit it once it shipped. */
export const awayTables = `
CREATE TABLE away_pages (id TEXT PRIMARY KEY, kept TEXT NOT NULL) STRICT;
CREATE TABLE away_updates (
  id TEXT PRIMARY KEY,
  page TEXT NOT NULL,
  at INTEGER NOT NULL,
  said TEXT NOT NULL,
  sequence INTEGER
) STRICT;
CREATE INDEX away_updates_of_page ON away_updates (page, at);
`;
