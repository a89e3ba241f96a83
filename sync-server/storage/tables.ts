import type { Generated } from 'kysely';
import type { MessageTables } from './tables-of-messages.ts';

/** The columns of migrations.ts, as Kysely reads and writes them. Times are epoch milliseconds. */
export type Tables = MessageTables & {
  document_updates: {
    seq: Generated<number>;
    document: string;
    at: number;
    author: string;
    data: Uint8Array;
  };
  /** SY14: the owner who introduced a Yjs client id into a document. */
  document_clients: { document: string; client: number; owner: string };
  document_snapshots: { document: string; up_to: number; data: Uint8Array };
  /** The position in our own log up to which an upstream has acknowledged a document. */
  upstream_marks: { upstream: string; document: string; sent_up_to: number };
  /** Small things remembered across restarts, as JSON: the last feed of an upstream, clock offsets. */
  values_kept: { name: string; value: string };
  /** `summary` is an IncidentSummary as JSON, true as of `head` in the document's log. */
  incidents: { id: string; head: number; summary: string };
  /** The number of each incident. It is stored before the room shows it, so that no number is used twice. */
  incident_numbers: { number: Generated<number>; incident: string };
  people: {
    id: string;
    name: string;
    role: string;
    version: Generated<number>;
    created_at: number;
    removed_at: number | null;
    /** Contact and NotifyRule[] of room/feed/feed.ts as JSON. */
    contact: string | null;
    notify: string | null;
    /** At a hub: when the team last signed that this person belongs to it. Null for all others. */
    vouched_at: number | null;
  };
  /** `settings` is the schedule as people wrote it, as JSON. */
  schedules: { id: string; version: Generated<number>; settings: string };
  overrides: {
    id: string;
    schedule: string;
    person: string;
    from_at: number;
    to_at: number;
    created_by: string;
    created_at: number;
  };
  /** One secret address for each published calendar of a person or schedule. */
  calendars: { hash: string; kind: string; target: string; created_at: number };
  policies: { id: string; version: Generated<number>; settings: string };
  /** `state` is the PagingState of paging/decide.ts with its pending actions, as JSON. */
  pagings: { incident: string; is_over: number; state: string };
  /** `person` is null for links in a channel with many readers. */
  acknowledge_links: {
    hash: string;
    incident: string;
    person: string | null;
    page: string | null;
    created_at: number;
    expires_at: number;
  };
  /** `owner_file` marks the token in the data folder. */
  tokens: {
    hash: string;
    person: string;
    replica: Generated<number>;
    owner_file: Generated<number>;
    created_at: number;
    id: string;
    /** The name of a token made for a program. */
    name: string | null;
    /** Scope[] of http/scopes.ts as JSON; null for all rights of the person. */
    scopes: string | null;
    expires_at: number | null;
    last_used_at: number | null;
  };
  /** `entry` is an AuditEntry as JSON, without the fields that have columns; `outcome` is null until it is known. */
  audit: {
    seq: Generated<number>;
    id: string;
    at: number;
    person: string | null;
    area: string;
    entry: string;
    outcome: string | null;
  };
  /** `place` is the destination: `team` or `hub`. `carries`: a desktop's server that joins may carry others' facts. */
  invitations: {
    hash: string;
    id: string;
    place: string;
    role: string;
    /** The person that the invitation created. */
    person: string | null;
    /** Null for invitations of an older version. */
    made_by: string | null;
    carries: number;
    created_at: number;
    expires_at: number;
    used_at: number | null;
    revoked_at: number | null;
  };
  /** One row for each start of this server on this database; `head` is the log's end at that moment. */
  lives: { number: Generated<number>; id: string; head: number };
  /** `settings` is the monitor as configured, as JSON; the rest is its state. */
  monitors: {
    id: string;
    settings: string;
    version: Generated<number>;
    status: string;
    since: number;
    reason: string | null;
    /** The last incident that was told about this monitor. */
    last_incident: string | null;
    /** Further state for restarts, as JSON. */
    memory: Generated<string>;
  };
  /** `settings` is the channel as configured, as JSON. What leaves through it stands in `outbox`. */
  channels: { id: string; version: Generated<number>; settings: string };
  /** `runs` is the progress of the playbooks in a room, as JSON (room/playbooks/playbook-statistics.ts). */
  playbook_runs: { document: string; runs: string };
  samples: {
    monitor: string;
    at: number;
    status: string;
    latency_ms: number | null;
    reason: string | null;
    /** 0 when it does not count for the uptime: in maintenance, or while the server could not measure. */
    counted: Generated<number>;
  };
  /** CH13: summed samples of a minute, hour or day; `at` is its start. */
  rollups: {
    monitor: string;
    resolution: string;
    at: number;
    up: number;
    down: number;
    degraded: number;
    latency_sum: number;
    latency_count: number;
    latency_max: number | null;
  };
  outages: {
    monitor: string;
    began: number;
    ended: number | null;
    reason: string | null;
    incident: string | null;
    /** SP10: when the first check failed; null in rows of older versions. */
    failed_at: number | null;
  };
  /** `measured` is a Measured of room/insights/ as JSON, true as of `head`; null when there is no incident. */
  measured: { incident: string; head: number; measured: string };
  /** `items` are the room's ListedItem[] of room/learning/action-items.ts as JSON, true as of `head`. */
  action_items: { incident: string; head: number; items: string };
  /**
   * `review` is a ListedReview of room/learning/review-library.ts as JSON, true as of `head`; null while there is none.
   * `lessons`: its cause and lesson, also as JSON.
   */
  listed_reviews: { incident: string; head: number; lessons: string; review: string | null };
  /** `settings` is the service as configured, as JSON. */
  services: { id: string; version: Generated<number>; settings: string };
  /** `settings` is the template as configured, as JSON. */
  identities: { issuer: string; subject: string; person: string };
  sign_ins: {
    token: string;
    issuer: string;
    subject: string;
    access: string;
    access_until: number;
    refresh: string | null;
    /** A Told of sync-server/sign-in/claims.ts as JSON. */
    told: string | null;
  };
  teams: { id: string; version: Generated<number>; settings: string };
  problems: { id: string; version: Generated<number>; settings: string };
  /** RR: `settings` of each is JSON. */
  recurring_tasks: { id: string; version: Generated<number>; settings: string };
  recurring_runs: { id: string; version: Generated<number>; settings: string };
  review_templates: { id: string; version: Generated<number>; settings: string };
  /** SL1: `settings` is an owner's change to a built-in one, as JSON. */
  levels: { id: string; version: Generated<number>; settings: string };
  /** AB5: `settings` is the offer, as JSON. */
  severity_reviews: { quarter: string; text: string; person: string; at: number };
  number_hours: { monitor: string; at: number; sum: number; count: number };
  devices: Devices;
  swaps: { id: string; version: Generated<number>; settings: string };
  /** CH19: `settings` is a location as JSON. */
  locations: { id: string; version: Generated<number>; settings: string };
  /** CH19: a time in which a location saw one status of a monitor. */
  location_spans: {
    monitor: string;
    location: string;
    began: number;
    ended: number;
    status: string;
    reason: string | null;
  };
  comms_templates: { id: string; version: Generated<number>; settings: string };
  copy_profiles: { id: string; version: Generated<number>; settings: string };
  handbook_pages: { id: string; version: Generated<number>; settings: string };
  team_roles: { id: string; version: Generated<number>; settings: string };
  /** CH7: `settings` is the window as configured, as JSON; `past` its earlier versions, null when it has none. */
  maintenance: { id: string; version: Generated<number>; settings: string; past: string | null };
  maintenance_said: {
    maintenance: string;
    id: string;
    turn: number;
    at: number;
    status: string;
    body: string;
    by_person: string;
  };
  /** SP60: `settings` is the page as configured, as JSON. */
  status_pages: {
    id: string;
    version: Generated<number>;
    settings: string;
    created_at: number;
    updated_at: number;
  };
  /** SP61: published updates; rows are only added, never changed. `said` is the rest of the update, as JSON. */
  status_page_updates: {
    seq: Generated<number>;
    page: string;
    id: string;
    incident: string;
    at: number;
    by_person: string;
    said: string;
  };
  /** SP122: planned work imported with a page. `said` is a Maintenance of status-page/schema/, as JSON. */
  status_page_work: { page: string; id: string; said: string };
  /** SP121: imported components of another tool, with their new id and their old name, as JSON. */
  status_page_imports: { page: string; tool: string; foreign_id: string; own_id: string; said: string };
  /** SP70: the last published state at each target. */
  status_page_targets: {
    page: string;
    target: string;
    sequence: number | null;
    published_at: number | null;
    problem: string | null;
  };
  /** SP66: periods in which a monitor was measured without a gap. */
  measured_spans: { monitor: string; began: number; ended: number; state: string };
  /** HB: `state` is a BeatState with the expected beat, as JSON. */
  beats: { monitor: string; token: string; state: string };
  beat_events: {
    seq: Generated<number>;
    monitor: string;
    at: number;
    kind: string;
    exit_code: number | null;
    rid: string | null;
    value: number | null;
    body: string;
  };
  /** CK8: `seen` is the evidence without its picture, as JSON. */
  evidence: {
    monitor: string;
    at: number;
    status: string;
    reason: string | null;
    seen: string;
    screenshot_type: string | null;
    screenshot: Uint8Array | null;
  };
  /** `lines` are SearchLine[] of room/learning/search.ts as JSON, true as of `head`. Only search-index.ts has the words. */
  search_lines: { id: Generated<number>; incident: string; head: number; lines: string };
  /** OC8: `hash` is the hash of the event's last content. */
  calendar_events: { uid: string; hash: string; sequence: number; at: number; seen_at: number };
  /** WD3: for each duplicate, the incident that has an entry about it. */
  duplicates_told: { incident: string; original: string };
  /** ER: these rows stay when the incident is gone. */
  erased_incidents: { incident: string; number: string | null; at: number; by_name: string };
  /** ST5: packed log rows up to `up_to`, written by sync/cold-logs.ts. */
  cold_logs: { document: string; up_to: number; data: Uint8Array };
  /** ED: `name` replaces the person's name. `is_done` is 0 while some of their data may be left. */
  erased_people: { person: string; name: string; at: number; is_done: number };
  /** AT10: `erased` is an Erasure as JSON. */
  attachment_files: { sha256: string; bytes: number; kept_at: number; erased: string | null };
  attachment_parts: { sha256: string; part: number; data: Uint8Array };
};

/** JN9: a computer's key for which the team issued passes; `ended` is JSON. */
export type Devices = {
  id: string;
  key: string;
  person: string;
  name: string;
  computer: string | null;
  token: string | null;
  first_seen_at: number;
  last_seen_at: number;
  ended: string | null;
};
