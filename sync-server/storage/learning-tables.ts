/**
 * The action items of each incident, as JSON. Summaries that say nothing of them are made anew at the next start:
 * their place in the log is forgotten.
 */
export const learningTables = `
CREATE TABLE action_items (incident TEXT PRIMARY KEY, head INTEGER NOT NULL, items TEXT NOT NULL) STRICT;
UPDATE incidents SET head = 0;
`;
