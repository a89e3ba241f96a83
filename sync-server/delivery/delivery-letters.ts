// A delivery is a letter of the outbox that leaves through a channel. This file reads one as the other, and asks for
// deliveries by channel, incident and person.
import type { SelectQueryBuilder, Selectable } from 'kysely';
import { fixed } from '../storage/asking.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/tables.ts';
import type { Message, Purpose } from './message.ts';
import type { LetterState } from '#wire/api/status-pages.ts';
import type { Attempt, Letter } from './outbox/letter.ts';
import { beginsWith, readLetter } from './outbox/outbox-table.ts';

export type DeliveryState = 'queued' | 'sent' | 'failed' | 'dropped';

export type Delivery = {
  id: string;
  dedupKey: string;
  channel: string;
  channelName: string;
  kind: string;
  person: string | null;
  to: string | null;
  purpose: Purpose;
  subject: string;
  incident: string | null;
  state: DeliveryState;
  /** Why it is not sent, or not yet. */
  reason: string | null;
  /** It was sent again after the server had stopped during an attempt, so it may have arrived twice. */
  maybeTwice: boolean;
  /** The draft that an update copies. */
  update: { draft: string; hash: string } | null;
  attempts: readonly Attempt[];
  createdAt: number;
  nextAt: number | null;
};

/** The payload of these letters. `context` is returned to the sender with the outcome. */
export type DeliveryPayload = { message: Message; context: Record<string, unknown> };

export type DeliveryFilter = {
  incident?: string | undefined;
  channel?: string | undefined;
  state?: DeliveryState | undefined;
  limit?: number | undefined;
};

/** Keys of the outbox that begin so are deliveries. */
const keyPrefix = 'delivery:';
export const keyOf = (dedupKey: string): string => `${keyPrefix}${dedupKey}`;

/** CN4: after a crash a page goes again; an update or a test waits for the person who sent it. */
const kindOf: Partial<Record<Purpose, string>> = {
  page: 'page',
  update: 'watched-message',
  test: 'watched-message',
};
/** The kind of its letter. */
export const letterKindOf = (purpose: Purpose): string => kindOf[purpose] ?? 'message';

const shownAs: Record<LetterState, DeliveryState> = {
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  failed: 'failed',
  bounced: 'failed',
  'maybe-sent': 'failed',
  dropped: 'dropped',
};
const statesShownAs = (shown: DeliveryState): string[] =>
  Object.entries(shownAs).flatMap(([state, as]) => (as === shown ? [state] : []));

/** The message in a letter of this folder's kinds. */
export const payloadOf = ({ payload }: Letter): DeliveryPayload => payload as DeliveryPayload;

/** The delivery that everybody may see. */
export function deliveryOf(letter: Letter): Delivery {
  const { id, key, channel, recipient, incident, reason, maybeTwice, tries, createdAt } = letter;
  const { message, context } = payloadOf(letter);
  const state = shownAs[letter.state];
  return {
    id,
    dedupKey: key.slice(keyPrefix.length),
    channel: channel?.id ?? '',
    channelName: channel?.name ?? '',
    kind: channel?.kind ?? '',
    person: recipient,
    to: channel?.address ?? null,
    purpose: message.purpose,
    subject: message.subject,
    incident,
    state,
    reason,
    maybeTwice,
    update: updateIn(context),
    attempts: tries,
    createdAt,
    nextAt: state === 'queued' ? letter.nextAt : null,
  };
}

/** Reads what updates.ts put into the context. */
const updateIn = ({ draft, hash }: Record<string, unknown>): Delivery['update'] =>
  typeof draft === 'string' && typeof hash === 'string' ? { draft, hash } : null;

type Query = SelectQueryBuilder<Tables, 'outbox', Selectable<Tables['outbox']>>;

/** Deliveries by key, channel, incident and state. */
export function readDeliveries(database: Database) {
  const { queries, prepare } = database;
  const all: Query = queries.selectFrom('outbox').selectAll().where('channel', 'is not', null);
  const lastOf = prepare((db, channel: string) =>
    db
      .selectFrom('outbox')
      .selectAll()
      .where('channel', '=', channel)
      .where('ended_at', 'is not', null)
      .where('state', '<>', 'dropped')
      .orderBy('ended_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1),
  );
  const deliveriesIn = (query: Query) => database.all(query).map((row) => deliveryOf(readLetter(row)));
  return {
    findUnder: (prefix: string) => deliveriesIn(all.where(beginsWith(keyOf(prefix))).orderBy('id')),
    list: ({ limit = 100, ...filter }: DeliveryFilter) =>
      deliveriesIn(filtered(all, filter).orderBy('id', 'desc').limit(limit)),
    lastOf: (channel: string) => {
      const row = lastOf.first(channel);
      return row === undefined ? null : deliveryOf(readLetter(row));
    },
  };
}

function filtered(all: Query, { incident, channel, state }: Omit<DeliveryFilter, 'limit'>): Query {
  const ofIncident = incident === undefined ? all : all.where('incident', '=', incident);
  const ofChannel = channel === undefined ? ofIncident : ofIncident.where('channel', '=', channel);
  return state === undefined ? ofChannel : ofChannel.where('state', 'in', statesShownAs(state).map(fixed));
}

/** The deliveries to a person, oldest first. */
export const deliveriesTo = (database: Database, person: string): Delivery[] =>
  database
    .all(
      database.queries
        .selectFrom('outbox')
        .selectAll()
        .where('recipient', '=', person)
        .where('channel', 'is not', null)
        .orderBy('created_at')
        .orderBy('id'),
    )
    .map((row) => deliveryOf(readLetter(row)));
