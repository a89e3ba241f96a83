import type { Generated } from 'kysely';

/** Table columns for messages from other tools and people, and for messages to them (tables.ts). */
export type MessageTables = {
  /** IT1: `settings` is the intake as configured, as JSON. */
  intakes: {
    id: string;
    version: number;
    settings: string;
    key: string;
    monitor: string | null;
    last_seen_at: number | null;
    received: number;
    last_error: string | null;
  };
  /** `said` is the remembered state of the alert, as JSON; `due_at` is when to check it again. */
  intake_alerts: { id: string; intake: string; said: string; due_at: number | null };
  intake_reports: { ticket: string; at: number; incident: string };
  intake_changes: {
    id: string;
    at: number;
    intake: string;
    intake_name: string;
    text: string;
    source: string | null;
    service: string | null;
    url: string | null;
  };
  intake_misunderstood: {
    id: Generated<number>;
    intake: string;
    at: number;
    taken: number;
    reason: string;
    bytes: number;
    body: string;
  };
  /** Everything that leaves (delivery/outbox/letter.ts); `payload` and `tries` are JSON. */
  outbox: {
    seq: Generated<number>;
    id: string;
    key: string;
    kind: string;
    lane: string;
    recipient: string | null;
    payload: string;
    state: string;
    reason: string | null;
    attempts: Generated<number>;
    maybe_twice: Generated<number>;
    created_at: number;
    next_at: number;
    ended_at: number | null;
    channel: string | null;
    channel_name: string | null;
    channel_kind: string | null;
    address: string | null;
    incident: string | null;
    give_up_at: number | null;
    tries: Generated<string>;
    told: Generated<number>;
  };
  /** SP90, SP93: `components` is a list of ids as JSON, `topics` one of words; null for all, also in `updates`. */
  subscribers: {
    id: string;
    page: string;
    kind: string;
    address: string;
    address_key: string;
    components: string | null;
    language: string | null;
    state: string;
    reason: string | null;
    source: string;
    token: string;
    secret: string | null;
    failures: Generated<number>;
    created_at: number;
    active_since: number | null;
    changed_at: number;
    topics: string | null;
    contact: string | null;
    updates: string | null;
  };
  subscriber_events: {
    seq: Generated<number>;
    subscriber: string;
    at: number;
    what: string;
    by_whom: string;
  };
  /** `choice` is a list of component ids as JSON, `topics` one of words; null for all. */
  subscriber_links: {
    hash: string;
    subscriber: string;
    purpose: string;
    choice: string | null;
    created_at: number;
    expires_at: number;
    topics: string | null;
    updates: string | null;
  };
  /** SP95: the level of a component that webhooks were told last. */
  told_levels: { page: string; component: string; status: string };
  /** SP96: `told` lists the notices sent for this turn of planned work, as JSON. */
  announced_work: { page: string; turn: string; starts: number; ends: number; told: string };
  /** PT: `test` is a KeptTest as JSON. */
  page_tests: { id: string; kind: string; by_person: string; at: number; test: string };
  /** TG: `report` is a Report as JSON. */
  reports: {
    id: string;
    ticket: string;
    receipt: string;
    intake: string;
    form: string;
    service: string | null;
    at: number;
    state: string;
    incident: string | null;
    reply: string | null;
    decided_at: number | null;
    decided_by: string | null;
    report: string;
  };
  report_files: { report: string; place: number; name: string; type: string; content: Uint8Array };
  /** SP110: `kept` is a KeptPage as JSON. */
  away_pages: { id: string; kept: string };
  /** SP111: `said` is an OwnUpdate as JSON. */
  away_updates: { id: string; page: string; at: number; said: string; sequence: number | null };
  /** SP114: this computer's path for a folder of the team’s server. */
  away_folders: { page: string; place: string; path: string };
  /** WP2: `subscription` is JSON, and empty after the browser stopped receiving. */
  push_devices: {
    id: string;
    person: string;
    token: string | null;
    name: string;
    endpoint: string;
    subscription: string;
    created_at: number;
    sent_at: number | null;
    gone_at: number | null;
  };
};
