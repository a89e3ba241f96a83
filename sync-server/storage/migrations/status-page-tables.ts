/** One entry of migrations.ts. Never edit it once it shipped. */
export const statusPageTables = `
CREATE TABLE status_pages (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  settings TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE status_page_updates (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  page TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  incident TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_person TEXT NOT NULL,
  said TEXT NOT NULL
) STRICT;
CREATE INDEX status_page_updates_of_page ON status_page_updates (page, seq);
CREATE TABLE status_page_targets (
  page TEXT NOT NULL,
  target TEXT NOT NULL,
  sequence INTEGER,
  published_at INTEGER,
  problem TEXT,
  PRIMARY KEY (page, target)
) STRICT, WITHOUT ROWID;
CREATE TABLE measured_spans (
  monitor TEXT NOT NULL,
  began INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (monitor, began)
) STRICT, WITHOUT ROWID;
ALTER TABLE outages ADD COLUMN failed_at INTEGER;
`;
