/** ED: that a person was erased: `name` is what they are called from then on. */
export const erasedPeopleTables = `
CREATE TABLE erased_people (person TEXT PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL, is_done INTEGER NOT NULL) STRICT;
`;
