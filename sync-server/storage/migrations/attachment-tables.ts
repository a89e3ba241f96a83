/**
 * AT10: attached files when the database is PostgreSQL, as numbered parts. `erased` says who erased a file and when,
 * as JSON; its parts are then gone. With SQLite both tables are empty: the files are in the data folder.
 */
export const attachmentTables = `
CREATE TABLE attachment_files (
  sha256 TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL,
  kept_at INTEGER NOT NULL,
  erased TEXT
) STRICT;
CREATE TABLE attachment_parts (
  sha256 TEXT NOT NULL,
  part INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (sha256, part)
) STRICT;
`;
