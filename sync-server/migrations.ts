/** Forward only: entry n takes the schema from version n to n + 1. Never edit one that shipped; append. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE document_updates (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    data BLOB NOT NULL
  ) STRICT;
  CREATE INDEX document_updates_by_document ON document_updates (document, seq);
  CREATE TABLE document_snapshots (
    document TEXT PRIMARY KEY,
    up_to INTEGER NOT NULL,
    data BLOB NOT NULL
  ) STRICT;
  CREATE TABLE upstream_marks (
    upstream TEXT NOT NULL,
    document TEXT NOT NULL,
    sent_up_to INTEGER NOT NULL,
    PRIMARY KEY (upstream, document)
  ) STRICT;

  CREATE TABLE values_kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE incidents (
    id TEXT PRIMARY KEY,
    head INTEGER NOT NULL,
    summary TEXT NOT NULL
  ) STRICT;
  CREATE TABLE incident_numbers (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    incident TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    removed_at INTEGER
  ) STRICT;
  CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    replica INTEGER NOT NULL DEFAULT 0,
    owner_file INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE invitations (
    hash TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    person TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
  ) STRICT;
  CREATE TABLE monitors (
    id TEXT PRIMARY KEY,
    settings TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    status TEXT NOT NULL,
    since INTEGER NOT NULL,
    reason TEXT,
    last_incident TEXT
  ) STRICT;
  CREATE TABLE samples (
    monitor TEXT NOT NULL,
    at INTEGER NOT NULL,
    status TEXT NOT NULL,
    latency_ms REAL,
    reason TEXT,
    PRIMARY KEY (monitor, at)
  ) STRICT, WITHOUT ROWID;
  `,
];
