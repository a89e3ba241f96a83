/** ST5: the older part of a document's log, packed: rows up to `up_to`, written by sync/cold-logs.ts. */
export const coldTables = `
CREATE TABLE cold_logs (document TEXT PRIMARY KEY, up_to INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
`;
