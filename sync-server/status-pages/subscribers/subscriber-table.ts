// The subscribers as rows. Nothing here begins a transaction; the callers do.
import { randomBytes } from 'node:crypto';
import type { ExpressionBuilder, Selectable, Updateable } from 'kysely';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables.ts';
import { hashSecret } from '../../tokens.ts';
import type { Choice, Subscriber, SubscriberSource, SubscriberState } from './subscriber.ts';

type Row = Selectable<Tables['subscribers']>;
export type LinkPurpose = 'confirm' | 'manage';
export type SubscriberLink = {
  subscriber: string;
  purpose: LinkPurpose;
  choice: Choice;
  isExpired: boolean;
};
export type NewSubscriber = Pick<Subscriber, 'page' | 'kind' | 'address' | 'language'> &
  Choice & {
    key: string;
    /** SP95: of a webhook. */
    contact?: string | null;
    source: SubscriberSource;
    state: 'pending' | 'active';
  };
export type SubscriberEvent = { at: number; what: string; by: string };
export type SubscriberFilter = { state?: SubscriberState; q?: string; after?: string; limit: number };

/** Added in one go; each row has 17 values, and a query at most 32,766. */
export const rowsAtOnce = 500;

/** 128 random bits, never derived from the address. */
const makeToken = () => randomBytes(16).toString('base64url');
const listed = (words: readonly string[] | null) => (words === null ? null : JSON.stringify(words));
const readList = (text: string | null) => (text === null ? null : (JSON.parse(text) as string[]));
const chosen = ({ components, topics, updates }: Choice) => ({
  components: listed(components),
  topics: listed(topics),
  updates: updates === 'all' ? null : updates,
});
const readAmount = (text: string | null) => (text ?? 'all') as Choice['updates'];

type Making = { now: () => number; makeId: () => string };

/** The SQL statements for subscribers. */
export function openSubscriberTable(database: Database, { now, makeId }: Making) {
  return {
    ...additionsOver(database, { now, makeId }),
    ...searchOver(database),
    ...changesOver(database, now),
    ...surveyOver(database),
    ...linksOver(database, now),
  };
}
export type SubscriberTable = ReturnType<typeof openSubscriberTable>;

function additionsOver(database: Database, { now, makeId }: Making) {
  const { queries } = database;
  return {
    add: (subscriber: NewSubscriber): string => {
      const id = makeId();
      database.run(queries.insertInto('subscribers').values(rowOf(subscriber, id, now())));
      return id;
    },
    /** From one to `rowsAtOnce`, each with this event; who is known already stays as they are. Returns how many were new. */
    addAll: (some: readonly NewSubscriber[], what: string, by: string): number => {
      const at = now();
      const rows = some.map((each) => rowOf(each, makeId(), at));
      const added = database.all(
        queries
          .insertInto('subscribers')
          .values(rows)
          .onConflict((conflict) => conflict.columns(['page', 'kind', 'address_key']).doNothing())
          .returning('id'),
      );
      const events = added.map(({ id }) => ({ subscriber: id, at, what, by_whom: by }));
      if (events.length > 0) database.run(queries.insertInto('subscriber_events').values(events));
      return events.length;
    },
    /** The keys of all addresses of this kind, in any state. */
    keysOf: (page: string, kind: Subscriber['kind']): Set<string> => {
      const found = queries.selectFrom('subscribers').select('address_key').where('page', '=', page);
      return new Set(database.all(found.where('kind', '=', kind)).map((row) => row.address_key));
    },
  };
}

/** Single subscribers, and those who get the page's updates. */
function searchOver(database: Database) {
  const all = database.queries.selectFrom('subscribers').selectAll();
  const first = (query: typeof all) => {
    const row = database.first(query);
    return row === undefined ? null : readRow(row);
  };
  const { byId, active } = prepareReading(database);
  return {
    find: (id: string) => {
      const row = byId.first(id);
      return row === undefined ? null : readRow(row);
    },
    byToken: (token: string) => first(all.where('token', '=', token)),
    byAddress: (page: string, kind: Subscriber['kind'], key: string) =>
      first(all.where('page', '=', page).where('kind', '=', kind).where('address_key', '=', key)),
    /** By id, so that a limited list can continue where it ended. */
    active: (page: string, after: string, limit: number) => active.all(page, after, limit).map(readRow),
    hasWebhook: (page: string): boolean => {
      const found = all.where('page', '=', page).where('kind', '=', 'webhook');
      return first(found.where('state', '=', 'active').limit(1)) !== null;
    },
  };
}

/** Changes to one subscriber. */
function changesOver(database: Database, now: () => number) {
  const { queries, prepare } = database;
  const change = (id: string, to: Updateable<Tables['subscribers']>) =>
    database.run(queries.updateTable('subscribers').set(to).where('id', '=', id));
  const note = prepare((db, subscriber: string, at: number, what: string, by_whom: string) =>
    db.insertInto('subscriber_events').values({ subscriber, at, what, by_whom }),
  );
  return {
    /** `activeSince` stays the same while the subscriber stays active. */
    turn: ({ id, activeSince }: Subscriber, state: SubscriberState, reason: string | null = null) => {
      const since = state === 'active' ? (activeSince ?? now()) : null;
      change(id, { state, reason, active_since: since, failures: 0, changed_at: now() });
    },
    choose: (id: string, choice: Choice) => {
      change(id, { ...chosen(choice), changed_at: now() });
    },
    speak: (id: string, language: string) => {
      change(id, { language });
    },
    fail: (id: string) => {
      database.run(
        queries
          .updateTable('subscribers')
          .set((eb) => ({ failures: eb('failures', '+', eb.lit(1)), changed_at: now() }))
          .where('id', '=', id),
      );
    },
    erase: (id: string) => {
      database.run(queries.deleteFrom('subscribers').where('id', '=', id));
      database.run(queries.deleteFrom('subscriber_events').where('subscriber', '=', id));
      database.run(queries.deleteFrom('subscriber_links').where('subscriber', '=', id));
    },
    note: (id: string, what: string, by: string) => {
      note.run(id, now(), what, by);
    },
  };
}

/** Lists for people and for tidying up. */
function surveyOver(database: Database) {
  const { queries } = database;
  const all = queries.selectFrom('subscribers').selectAll();
  return {
    events: (id: string): SubscriberEvent[] =>
      database.all(
        queries
          .selectFrom('subscriber_events')
          .select(['at', 'what', 'by_whom as by'])
          .where('subscriber', '=', id)
          .orderBy('seq', 'desc')
          .limit(100),
      ),
    list: (page: string, { state, q, after = '', limit }: SubscriberFilter) => {
      const ofPage = all.where('page', '=', page).where('id', '>', after);
      const ofState = state === undefined ? ofPage : ofPage.where('state', '=', state);
      const text = q?.toLowerCase() ?? '';
      const named = text === '' ? ofState : ofState.where(holds(text));
      return database.all(named.orderBy('id').limit(limit)).map(readRow);
    },
    counts: (page: string) => {
      const found = queries
        .selectFrom('subscribers')
        .select(({ fn }) => ['state', fn.countAll<number>().as('n')])
        .where('page', '=', page)
        .groupBy('state');
      const counted = Object.fromEntries(
        database.all(found).map(({ state, n }): [string, number] => [state, n]),
      ) as Partial<Record<SubscriberState, number>>;
      return { pending: 0, active: 0, unsubscribed: 0, quarantined: 0, ...counted };
    },
    old: (pendingBefore: number, endedBefore: number) => oldIn(database, pendingBefore, endedBefore),
  };
}

/** The ids of those who never confirmed or have ended, before these times. */
function oldIn(database: Database, pendingBefore: number, endedBefore: number): string[] {
  const old = database.queries
    .selectFrom('subscribers')
    .select('id')
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'pending'), eb('changed_at', '<', pendingBefore)]),
        eb.and([eb('state', 'in', ['unsubscribed', 'quarantined']), eb('changed_at', '<', endedBefore)]),
      ]),
    )
    .limit(500);
  return database.all(old).map(({ id }) => id);
}

const holds = (text: string) => (eb: ExpressionBuilder<Tables, 'subscribers'>) =>
  eb(eb.fn<string>('replace', ['address_key', eb.val(text), eb.val('')]), '<>', eb.ref('address_key'));

/** Runs for each mail of many. */
function prepareReading({ prepare }: Database) {
  return {
    byId: prepare((db, id: string) => db.selectFrom('subscribers').selectAll().where('id', '=', id)),
    active: prepare((db, page: string, after: string, limit: number) =>
      db
        .selectFrom('subscribers')
        .selectAll()
        .where('page', '=', page)
        .where('state', '=', 'active')
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit),
    ),
  };
}

function linksOver(database: Database, now: () => number) {
  const { queries } = database;
  const links = queries.selectFrom('subscriber_links');
  return {
    /** Returns the code; only its hash is kept. */
    addLink: (subscriber: string, purpose: LinkPurpose, choice: Choice, validMs: number) => {
      const code = makeToken();
      const times = { created_at: now(), expires_at: now() + validMs };
      const { components, ...rest } = chosen(choice);
      const row = { hash: hashSecret(code), subscriber, purpose, choice: components, ...rest, ...times };
      database.run(queries.insertInto('subscriber_links').values(row));
      return code;
    },
    findLink: (code: string): SubscriberLink | null => {
      const row = database.first(links.selectAll().where('hash', '=', hashSecret(code)));
      if (row === undefined) return null;
      const choice = {
        components: readList(row.choice),
        topics: readList(row.topics) as Choice['topics'],
        updates: readAmount(row.updates),
      };
      const { subscriber, purpose, expires_at } = row;
      return { subscriber, purpose: purpose as LinkPurpose, choice, isExpired: expires_at <= now() };
    },
    linksSince: (subscriber: string, since: number) => {
      const found = links.where('subscriber', '=', subscriber).where('created_at', '>', since);
      return database.first(found.select(({ fn }) => fn.countAll<number>().as('n')))?.n ?? 0;
    },
    forgetLinks: (before: number) => {
      database.run(queries.deleteFrom('subscriber_links').where('expires_at', '<', before));
    },
  };
}

function rowOf(subscriber: NewSubscriber, id: string, at: number) {
  const { page, kind, address, key, language, state, source, contact = null } = subscriber;
  return {
    id,
    page,
    kind,
    address,
    language,
    state,
    source,
    address_key: key,
    contact,
    ...chosen(subscriber),
    token: makeToken(),
    secret: kind === 'webhook' ? `whsec_${randomBytes(24).toString('base64')}` : null,
    created_at: at,
    active_since: state === 'active' ? at : null,
    changed_at: at,
  };
}

function readRow(row: Row): Subscriber {
  const { id, page, address, language, reason, token, secret, contact, failures } = row;
  return {
    id,
    page,
    address,
    language,
    reason,
    token,
    secret,
    contact,
    failures,
    kind: row.kind as Subscriber['kind'],
    components: readList(row.components),
    topics: readList(row.topics) as Choice['topics'],
    updates: readAmount(row.updates),
    state: row.state as SubscriberState,
    source: row.source as SubscriberSource,
    createdAt: row.created_at,
    activeSince: row.active_since,
    changedAt: row.changed_at,
  };
}
