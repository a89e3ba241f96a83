/** One entry of migrations.ts. Never edit it once it shipped. */
export const reportTables = `
CREATE TABLE reports (
  id TEXT PRIMARY KEY,
  ticket TEXT NOT NULL UNIQUE,
  receipt TEXT NOT NULL UNIQUE,
  intake TEXT NOT NULL,
  form TEXT NOT NULL,
  service TEXT,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  incident TEXT,
  reply TEXT,
  decided_at INTEGER,
  decided_by TEXT,
  report TEXT NOT NULL
) STRICT;
CREATE INDEX reports_by_state ON reports (state, at);
CREATE TABLE report_files (
  report TEXT NOT NULL,
  place INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (report, place)
) STRICT;
`;
