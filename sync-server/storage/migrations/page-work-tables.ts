/** One entry of migrations.ts. Never edit it once it shipped. */
export const pageWorkTables = `
CREATE TABLE status_page_work (
  page TEXT NOT NULL,
  id TEXT NOT NULL,
  said TEXT NOT NULL,
  PRIMARY KEY (page, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE status_page_imports (
  page TEXT NOT NULL,
  tool TEXT NOT NULL,
  foreign_id TEXT NOT NULL,
  own_id TEXT NOT NULL,
  said TEXT NOT NULL,
  PRIMARY KEY (page, tool, foreign_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE away_folders (
  page TEXT NOT NULL,
  place TEXT NOT NULL,
  path TEXT NOT NULL,
  PRIMARY KEY (page, place)
) STRICT, WITHOUT ROWID;
`;
