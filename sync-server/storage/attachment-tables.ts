/**
 * AT10: attached files where the database is PostgreSQL, in parts in their order. `erased` is who erased one and when, as
 * JSON, in place of its parts. With SQLite both are empty: the files lie in the data folder.
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
