/** AB5: shifts that people offer each other; `settings` is JSON. */
export const swapTables = `
CREATE TABLE swaps (id TEXT PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1, settings TEXT NOT NULL) STRICT;
`;
