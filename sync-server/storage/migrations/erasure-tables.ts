/** ER: incidents that were erased. The rows stay, so that nobody brings an incident back. */
export const erasureTables = `
CREATE TABLE erased_incidents (incident TEXT PRIMARY KEY, number TEXT, at INTEGER NOT NULL, by_name TEXT NOT NULL) STRICT;
`;
