/** One entry of migrations.ts. Never edit it once it shipped. */
export const maintenanceSaidTables = `
CREATE TABLE maintenance_said (
  maintenance TEXT NOT NULL,
  id TEXT NOT NULL,
  turn REAL NOT NULL,
  at REAL NOT NULL,
  status TEXT NOT NULL,
  body TEXT NOT NULL,
  by_person TEXT NOT NULL,
  PRIMARY KEY (maintenance, id)
) STRICT, WITHOUT ROWID;
`;
