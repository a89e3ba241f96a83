/** CH16: sums of posted numbers for each hour; `at` is the start of the hour. One entry of migrations.ts. */
export const numberHourTables = `
CREATE TABLE number_hours (
  monitor TEXT NOT NULL,
  at INTEGER NOT NULL,
  sum REAL NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (monitor, at)
) STRICT, WITHOUT ROWID;
`;
