/** ST5: the older part of a document's log, packed: rows up to `up_to`, as sync/cold-logs.ts writes them. */
export const coldTables = `
CREATE TABLE cold_logs (document TEXT PRIMARY KEY, up_to INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
`;
