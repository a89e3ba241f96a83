/** One entry of migrations.ts. Never edit it once it shipped. */
export const subscriberTables = `
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  lane TEXT NOT NULL,
  recipient TEXT,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  maybe_twice INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (lane, next_at, seq) WHERE state = 'queued';
CREATE INDEX outbox_sending ON outbox (seq) WHERE state = 'sending';
CREATE INDEX outbox_of_recipient ON outbox (recipient, seq);
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;
CREATE TABLE subscribers (
  id TEXT PRIMARY KEY,
  page TEXT NOT NULL,
  kind TEXT NOT NULL,
  address TEXT NOT NULL,
  address_key TEXT NOT NULL,
  components TEXT,
  language TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  source TEXT NOT NULL,
  token TEXT NOT NULL UNIQUE,
  secret TEXT,
  failures INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  active_since INTEGER,
  changed_at INTEGER NOT NULL,
  UNIQUE (page, kind, address_key)
) STRICT;
CREATE INDEX subscribers_of_page ON subscribers (page, state, id);
CREATE TABLE subscriber_events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  subscriber TEXT NOT NULL,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  by_whom TEXT NOT NULL
) STRICT;
CREATE INDEX subscriber_events_of ON subscriber_events (subscriber, seq);
CREATE TABLE subscriber_links (
  hash TEXT PRIMARY KEY,
  subscriber TEXT NOT NULL,
  purpose TEXT NOT NULL,
  choice TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX subscriber_links_of ON subscriber_links (subscriber, created_at);
CREATE TABLE announced_work (
  page TEXT NOT NULL,
  turn TEXT NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  told TEXT NOT NULL,
  PRIMARY KEY (page, turn)
) STRICT, WITHOUT ROWID;
`;
