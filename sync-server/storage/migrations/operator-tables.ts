/** One entry of migrations.ts. Never edit it once it shipped. */
export const operatorTables = `
ALTER TABLE tokens ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN name TEXT;
ALTER TABLE tokens ADD COLUMN scopes TEXT;
ALTER TABLE tokens ADD COLUMN expires_at INTEGER;
ALTER TABLE tokens ADD COLUMN last_used_at INTEGER;
UPDATE tokens SET id = lower(hex(randomblob(16)));
CREATE UNIQUE INDEX tokens_by_id ON tokens (id);
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  person TEXT,
  area TEXT NOT NULL,
  entry TEXT NOT NULL,
  outcome TEXT
) STRICT;
CREATE INDEX audit_by_person ON audit (person, seq);
CREATE INDEX audit_by_area ON audit (area, seq);
CREATE INDEX audit_by_time ON audit (at);
CREATE TRIGGER audit_only_grows BEFORE UPDATE ON audit
  WHEN old.outcome IS NOT NULL OR new.outcome IS NULL OR new.seq <> old.seq OR new.id <> old.id OR new.at <> old.at
    OR new.person IS NOT old.person OR new.area <> old.area OR new.entry <> old.entry
  BEGIN SELECT RAISE(ABORT, 'an entry of the audit log does not change'); END;
`;
