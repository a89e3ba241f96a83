/** ER: that an incident was erased: this stays, so that nobody brings it back. */
export const erasureTables = `
CREATE TABLE erased_incidents (incident TEXT PRIMARY KEY, number TEXT, at INTEGER NOT NULL, by_name TEXT NOT NULL) STRICT;
`;
