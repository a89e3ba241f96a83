/** CH19: `settings` is the location as configured, as JSON. A span is a time in which a location saw one status. */
export const locationTables = `
CREATE TABLE locations (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  settings TEXT NOT NULL
) STRICT;
CREATE TABLE location_spans (
  monitor TEXT NOT NULL,
  location TEXT NOT NULL,
  began INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (monitor, location, began)
) STRICT, WITHOUT ROWID;
`;
