/** One entry of migrations.ts. Never edit it once it shipped. */
export const pagingTables = `
ALTER TABLE acknowledge_links ADD COLUMN page TEXT;
CREATE TABLE page_tests (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  by_person TEXT NOT NULL,
  at INTEGER NOT NULL,
  test TEXT NOT NULL
) STRICT;
CREATE INDEX page_tests_by_time ON page_tests (at);
`;
