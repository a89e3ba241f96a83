import { laterMigrations } from './later-migrations.ts';

/**
 * Forward only: entry n takes the schema from version n to n + 1. Never edit an entry that shipped; append a new one.
 */
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
  `
  CREATE TABLE channels (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    settings TEXT NOT NULL
  ) STRICT;
  CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    dedup_key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    channel_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    person TEXT,
    address TEXT,
    purpose TEXT NOT NULL,
    subject TEXT NOT NULL,
    incident TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    attempts TEXT NOT NULL,
    message TEXT NOT NULL,
    context TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    next_at INTEGER,
    give_up_at INTEGER NOT NULL,
    begun_at INTEGER,
    ended_at INTEGER,
    told INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state = 'queued';
  CREATE INDEX deliveries_untold ON deliveries (id) WHERE told = 0;
  CREATE INDEX deliveries_of_incident ON deliveries (incident, id);
  CREATE INDEX deliveries_of_channel ON deliveries (channel, ended_at);
  `,
  `CREATE TABLE playbook_runs (document TEXT PRIMARY KEY, runs TEXT NOT NULL) STRICT;`,
  `
  ALTER TABLE people ADD COLUMN contact TEXT;
  ALTER TABLE people ADD COLUMN notify TEXT;
  CREATE TABLE schedules (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    settings TEXT NOT NULL
  ) STRICT;
  CREATE TABLE overrides (
    id TEXT PRIMARY KEY,
    schedule TEXT NOT NULL REFERENCES schedules (id),
    person TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE calendars (
    hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (kind, target)
  ) STRICT;
  CREATE TABLE policies (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    settings TEXT NOT NULL
  ) STRICT;
  CREATE TABLE pagings (
    incident TEXT PRIMARY KEY,
    is_over INTEGER NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  CREATE TABLE acknowledge_links (
    hash TEXT PRIMARY KEY,
    incident TEXT NOT NULL,
    person TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  ALTER TABLE monitors ADD COLUMN memory TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE samples ADD COLUMN counted INTEGER NOT NULL DEFAULT 1;
  CREATE TABLE rollups (
    monitor TEXT NOT NULL,
    resolution TEXT NOT NULL,
    at INTEGER NOT NULL,
    up INTEGER NOT NULL,
    down INTEGER NOT NULL,
    degraded INTEGER NOT NULL,
    latency_sum REAL NOT NULL,
    latency_count INTEGER NOT NULL,
    latency_max REAL,
    PRIMARY KEY (monitor, resolution, at)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE outages (
    monitor TEXT NOT NULL,
    began INTEGER NOT NULL,
    ended INTEGER,
    reason TEXT,
    incident TEXT,
    PRIMARY KEY (monitor, began)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE maintenance (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    settings TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE beats (monitor TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, state TEXT NOT NULL) STRICT;
  CREATE TABLE beat_events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    monitor TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    exit_code INTEGER,
    rid TEXT,
    value REAL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX beat_events_of_monitor ON beat_events (monitor, seq);
  CREATE TABLE evidence (
    monitor TEXT NOT NULL,
    at INTEGER NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    seen TEXT NOT NULL,
    screenshot_type TEXT,
    screenshot BLOB,
    PRIMARY KEY (monitor, at)
  ) STRICT;
  `,
  `
  CREATE TABLE intakes (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    settings TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    monitor TEXT,
    last_seen_at INTEGER,
    received INTEGER NOT NULL,
    last_error TEXT
  ) STRICT;
  CREATE TABLE intake_alerts (id TEXT PRIMARY KEY, intake TEXT NOT NULL, said TEXT NOT NULL) STRICT;
  CREATE TABLE intake_reports (ticket TEXT PRIMARY KEY, at INTEGER NOT NULL, incident TEXT NOT NULL) STRICT;
  CREATE TABLE intake_changes (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    intake TEXT NOT NULL,
    intake_name TEXT NOT NULL,
    text TEXT NOT NULL,
    source TEXT,
    service TEXT,
    url TEXT
  ) STRICT;
  CREATE INDEX intake_changes_by_time ON intake_changes (at);
  `,
  `
  CREATE TABLE search_lines (
    id INTEGER PRIMARY KEY,
    incident TEXT NOT NULL UNIQUE,
    head INTEGER NOT NULL,
    lines TEXT NOT NULL
  ) STRICT;
  CREATE VIRTUAL TABLE search_words USING fts5(
    words, content='', contentless_delete=1, prefix='1 2 3', tokenize='unicode61 remove_diacritics 0'
  );
  `,
  `
  CREATE TABLE services (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    settings TEXT NOT NULL
  ) STRICT;
  `,
  'CREATE TABLE measured (incident TEXT PRIMARY KEY, head INTEGER NOT NULL, measured TEXT NOT NULL) STRICT;',
  `
  CREATE TABLE intake_misunderstood (
    id INTEGER PRIMARY KEY,
    intake TEXT NOT NULL,
    at INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    reason TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX intake_misunderstood_by_intake ON intake_misunderstood (intake, id);
  ALTER TABLE intake_alerts ADD COLUMN due_at INTEGER;
  CREATE TABLE calendar_events (
    uid TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX intake_alerts_by_due ON intake_alerts (due_at) WHERE due_at IS NOT NULL;
  `,
  `
  CREATE TABLE document_clients (
    document TEXT NOT NULL,
    client INTEGER NOT NULL,
    owner TEXT NOT NULL,
    PRIMARY KEY (document, client)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE people ADD COLUMN vouched_at INTEGER;
  UPDATE people SET vouched_at = created_at
    WHERE id IN (SELECT person FROM tokens WHERE replica = 1 AND owner_file = 0);
  ALTER TABLE invitations ADD COLUMN id TEXT NOT NULL DEFAULT '';
  ALTER TABLE invitations ADD COLUMN place TEXT NOT NULL DEFAULT 'team';
  ALTER TABLE invitations ADD COLUMN made_by TEXT;
  ALTER TABLE invitations ADD COLUMN carries INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE invitations ADD COLUMN revoked_at INTEGER;
  UPDATE invitations SET id = lower(hex(randomblob(12))),
    expires_at = min(expires_at, CAST(unixepoch() * 1000 + 604800000 AS INTEGER));
  CREATE UNIQUE INDEX invitations_by_id ON invitations (id);
  CREATE TABLE lives (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    head INTEGER NOT NULL
  ) STRICT;
  `,
  ...laterMigrations,
];
