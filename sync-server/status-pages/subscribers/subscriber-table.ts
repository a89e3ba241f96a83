// The subscribers as rows. Nothing here begins a transaction; whoever calls does.
import { randomBytes } from 'node:crypto';
import type { Database } from '../../storage/database.ts';
import { hashSecret } from '../../people/tokens.ts';
import type { Subscriber, SubscriberSource, SubscriberState } from './subscriber.ts';

type Row = Record<string, string | number | null>;
export type LinkPurpose = 'confirm' | 'manage';
export type Link = {
  subscriber: string;
  purpose: LinkPurpose;
  choice: readonly string[] | null;
  isExpired: boolean;
};
export type NewSubscriber = Pick<Subscriber, 'page' | 'kind' | 'address' | 'components' | 'language'> & {
  key: string;
  source: SubscriberSource;
  state: 'pending' | 'active';
};
export type SubscriberEvent = { at: number; what: string; by: string };
export type SubscriberFilter = { state?: SubscriberState; q?: string; after?: string; limit: number };

/** 128 random bits, never derived from the address. */
const makeToken = () => randomBytes(16).toString('base64url');
const listed = (components: readonly string[] | null) =>
  components === null ? null : JSON.stringify(components);

/** The statements that subscribers are kept with. */
export function openSubscriberTable(
  { sql }: Database,
  { now, makeId }: { now: () => number; makeId: () => string },
) {
  const one = (text: string) => sql.statement(text);
  const insert =
    one(`INSERT INTO subscribers (id, page, kind, address, address_key, components, language, state, source,
    token, secret, created_at, active_since, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const byId = one('SELECT * FROM subscribers WHERE id = ?');
  const byToken = one('SELECT * FROM subscribers WHERE token = ?');
  const byAddress = one('SELECT * FROM subscribers WHERE page = ? AND kind = ? AND address_key = ?');
  const turn = one(
    'UPDATE subscribers SET state = ?, reason = ?, active_since = ?, failures = 0, changed_at = ? WHERE id = ?',
  );
  const choose = one('UPDATE subscribers SET components = ?, changed_at = ? WHERE id = ?');
  const speak = one('UPDATE subscribers SET language = ? WHERE id = ?');
  const fail = one('UPDATE subscribers SET failures = failures + ?, changed_at = ? WHERE id = ?');
  const erase = [
    'subscribers WHERE id = ?',
    'subscriber_events WHERE subscriber = ?',
    'subscriber_links WHERE subscriber = ?',
  ].map((where) => one(`DELETE FROM ${where}`));
  const note = one('INSERT INTO subscriber_events (subscriber, at, what, by_whom) VALUES (?, ?, ?, ?)');
  const events = one(
    'SELECT at, what, by_whom AS by FROM subscriber_events WHERE subscriber = ? ORDER BY seq DESC LIMIT 100',
  );
  const active = one(
    `SELECT * FROM subscribers WHERE page = ? AND state = 'active' AND id > ? ORDER BY id LIMIT ?`,
  );
  const list = one(`SELECT * FROM subscribers WHERE page = ?1 AND (CAST(?2 AS TEXT) IS NULL OR state = ?2)
    AND (CAST(?3 AS TEXT) IS NULL OR replace(address_key, ?3, '') <> address_key) AND id > ?4 ORDER BY id LIMIT ?5`);
  const counts = one('SELECT state, count(*) AS n FROM subscribers WHERE page = ? GROUP BY state');
  const addLink = one(
    'INSERT INTO subscriber_links (hash, subscriber, purpose, choice, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const findLink = one('SELECT * FROM subscriber_links WHERE hash = ?');
  const recent = one('SELECT count(*) AS n FROM subscriber_links WHERE subscriber = ? AND created_at > ?');
  const old = one(`SELECT id FROM subscribers WHERE (state = 'pending' AND changed_at < ?)
    OR (state IN ('unsubscribed', 'quarantined') AND changed_at < ?) LIMIT 500`);
  const oldLinks = one('DELETE FROM subscriber_links WHERE expires_at < ?');

  return {
    add: ({ page, kind, address, key, components, language, state, source }: NewSubscriber): string => {
      const id = makeId();
      const at = now();
      const secret = kind === 'webhook' ? `whsec_${randomBytes(24).toString('base64')}` : null;
      insert.run(
        id,
        page,
        kind,
        address,
        key,
        listed(components),
        language,
        state,
        source,
        makeToken(),
        secret,
        at,
        state === 'active' ? at : null,
        at,
      );
      return id;
    },
    find: (id: string) => first(byId.get(id)),
    byToken: (token: string) => first(byToken.get(token)),
    byAddress: (page: string, kind: Subscriber['kind'], key: string) => first(byAddress.get(page, kind, key)),
    /** `activeSince` is kept as long as it stays active. */
    turn: ({ id, activeSince }: Subscriber, state: SubscriberState, reason: string | null = null) => {
      turn.run(state, reason, state === 'active' ? (activeSince ?? now()) : null, now(), id);
    },
    choose: (id: string, components: readonly string[] | null) => {
      choose.run(listed(components), now(), id);
    },
    speak: (id: string, language: string) => {
      speak.run(language, id);
    },
    fail: (id: string) => {
      fail.run(1, now(), id);
    },
    erase: (id: string) => {
      for (const statement of erase) statement.run(id);
    },
    note: (id: string, what: string, by: string) => {
      note.run(id, now(), what, by);
    },
    events: (id: string) => events.all(id) as SubscriberEvent[],
    /** By id, so that a list that is cut short goes on where it ended. */
    active: (page: string, after: string, limit: number) =>
      (active.all(page, after, limit) as Row[]).map(readRow),
    list: (page: string, { state, q, after = '', limit }: SubscriberFilter) =>
      (list.all(page, state ?? null, q?.toLowerCase() || null, after, limit) as Row[]).map(readRow),
    counts: (page: string) => {
      const found = Object.fromEntries(
        (counts.all(page) as { state: SubscriberState; n: number }[]).map(({ state, n }) => [state, n]),
      ) as Partial<Record<SubscriberState, number>>;
      return { pending: 0, active: 0, unsubscribed: 0, quarantined: 0, ...found };
    },
    /** Answers the code; its hash alone is kept. */
    addLink: (
      subscriber: string,
      purpose: LinkPurpose,
      choice: readonly string[] | null,
      validMs: number,
    ) => {
      const code = makeToken();
      addLink.run(hashSecret(code), subscriber, purpose, listed(choice), now(), now() + validMs);
      return code;
    },
    findLink: (code: string): Link | null => {
      const row = findLink.get(hashSecret(code)) as Row | undefined;
      if (row === undefined) return null;
      const choice = row.choice === null ? null : (JSON.parse(String(row.choice)) as string[]);
      const isExpired = Number(row.expires_at) <= now();
      return { subscriber: String(row.subscriber), purpose: row.purpose as LinkPurpose, choice, isExpired };
    },
    linksSince: (subscriber: string, since: number) => (recent.get(subscriber, since) as { n: number }).n,
    old: (pendingBefore: number, endedBefore: number) =>
      (old.all(pendingBefore, endedBefore) as { id: string }[]).map(({ id }) => id),
    forgetLinks: (before: number) => {
      oldLinks.run(before);
    },
  };
}
export type SubscriberTable = ReturnType<typeof openSubscriberTable>;

const first = (row: unknown) => (row === undefined ? null : readRow(row as Row));

function readRow(row: Row): Subscriber {
  const text = (name: string) => (row[name] === null ? null : String(row[name]));
  const components = text('components');
  return {
    id: String(row.id),
    page: String(row.page),
    kind: row.kind as Subscriber['kind'],
    address: String(row.address),
    components: components === null ? null : (JSON.parse(components) as string[]),
    language: text('language'),
    state: row.state as SubscriberState,
    reason: text('reason'),
    source: row.source as SubscriberSource,
    token: String(row.token),
    secret: text('secret'),
    failures: Number(row.failures),
    createdAt: Number(row.created_at),
    activeSince: row.active_since === null ? null : Number(row.active_since),
    changedAt: Number(row.changed_at),
  };
}
