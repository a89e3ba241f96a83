/** NU8: a team's notes on its severity levels, by quarter. One entry of migrations.ts. */
export const severityReviewTables = `
CREATE TABLE severity_reviews (
  quarter TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  person TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
`;
