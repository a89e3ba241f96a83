/** CH16: what posted numbers were in each hour, as sums; `at` is its beginning. One entry of migrations.ts. */
export const numberHourTables = `
CREATE TABLE number_hours (
  monitor TEXT NOT NULL,
  at INTEGER NOT NULL,
  sum REAL NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (monitor, at)
) STRICT, WITHOUT ROWID;
`;
