/**
 * RS10: the review of each incident that is over, as JSON, and its cause and lesson. Rooms are read once more at the
 * next start, because those at rest are not in it yet.
 */
export const reviewLibraryTables = `
CREATE TABLE listed_reviews (
  incident TEXT PRIMARY KEY,
  head INTEGER NOT NULL,
  lessons TEXT NOT NULL,
  review TEXT
) STRICT;
`;
