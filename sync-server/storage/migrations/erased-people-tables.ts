/** ED: people who were erased; `name` replaces their name from then on. */
export const erasedPeopleTables = `
CREATE TABLE erased_people (person TEXT PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL, is_done INTEGER NOT NULL) STRICT;
`;
