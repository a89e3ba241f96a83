/**
 * The action items of each incident, as JSON. Older summaries lack them, so clearing their place in the log makes the
 * next start build them again.
 */
export const learningTables = `
CREATE TABLE action_items (incident TEXT PRIMARY KEY, head INTEGER NOT NULL, items TEXT NOT NULL) STRICT;
UPDATE incidents SET head = 0;
`;
