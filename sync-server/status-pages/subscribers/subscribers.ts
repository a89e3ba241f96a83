// The subscribers of status pages: who they are, how they subscribe and leave, and what is sent to them.
import { hostname } from 'node:os';
import { type Language, languages } from '#status-page/languages/index.ts';
import type { LinkPlace } from '#status-page/languages/subscribing/index.ts';
import type { SignUpWay } from '#status-page/sign-up-ways.ts';
import type { WallClock } from '../../clock.ts';
import type { Channels } from '../../delivery/configured-channels.ts';
import { openMailPool } from '../../delivery/mail/mail-pool.ts';
import type { Outbox } from '../../delivery/outbox/outbox.ts';
import type { Egress } from '../../outgoing/egress.ts';
import type { Maintenance } from '../../maintenance/maintenance.ts';
import type { Database } from '../../storage/database.ts';
import type { Log } from '../../sync/rooms.ts';
import type { StatusPage } from '../page/records.ts';
import type { StatusPages } from '../status-pages.ts';
import { type Changes, openChanges } from './changes.ts';
import { defineChats } from './chat.ts';
import { defineLevelNews } from './level-news.ts';
import { type InboundKeys, openInboundKeys } from './inbound.ts';
import { makeMailer } from './mailer.ts';
import { linkPlaceOf, waysFor } from './offer.ts';
import { defineSignUp, type SignUp } from './sign-up.ts';
import type { Subscriber } from './subscriber.ts';
import { openSubscriberTable, type SubscriberTable } from './subscriber-table.ts';
import { defineStoppedWebhooks } from './stopped-webhook.ts';
import { defineTelling } from './tell.ts';
import { defineWebhooks } from './webhook.ts';
import { openWorkNotices } from './work-notices.ts';

const dayMs = 86_400_000;
/** SP91: runs after the answer has left, so that its time does not tell whether the address is known. */
const afterAnswerMs = 300;
const pendingMs = 7 * dayMs;
/** Kept so that an old link still works, and an owner sees why mail stopped. */
const rememberedMs = 90 * dayMs;

type Reading = Pick<
  SubscriberTable,
  'find' | 'byToken' | 'byAddress' | 'keysOf' | 'findLink' | 'list' | 'counts' | 'events'
>;

export type Subscribers = Reading &
  Changes & {
    /** Whether visitors of this page can subscribe themselves. */
    isOffered(page: StatusPage): boolean;
    /** SP132: the ways that visitors may choose. */
    waysOf(page: StatusPage): readonly SignUpWay[];
    languageOf(page: StatusPage, subscriber: Pick<Subscriber, 'language'>): Language;
    /** Durable on return; the rest is processed later. */
    signUp(order: SignUp): void;
    /** SP92: where a link to change the choice can be sent; null when nowhere. */
    linkPlaceOf(subscriber: Subscriber, page: StatusPage): LinkPlace | null;
    /** Sends a link to change what they subscribed to. */
    askForLink(subscriber: Subscriber): void;
    /** Within the transaction that stores the update. */
    tell(page: string, update: string): void;
    /** SP122: planned work announced elsewhere; within the caller's transaction. */
    knowOf: ReturnType<typeof openWorkNotices>['knowOf'];
    inboundKeys: InboundKeys;
    start(): void;
    close(): void;
  };

type Options = {
  database: Database;
  outbox: Outbox;
  channels: Channels;
  pages: StatusPages;
  maintenance: Pick<Maintenance, 'list' | 'onChange'>;
  egress: Egress;
  clock: WallClock;
  makeId: () => string;
  baseUrl: () => string;
  log: Log;
};

const languageOf: Subscribers['languageOf'] = ({ settings }, { language }) =>
  languages.find((each) => each === language) ?? languages.find((each) => each === settings.language) ?? 'en';

/** Defines for the outbox how to reach subscribers; nothing leaves before `start`. */
export function openSubscribers(options: Options): Subscribers {
  const { database, outbox, channels, pages, maintenance, egress, clock, makeId, baseUrl, log } = options;
  const now = () => clock.now();
  const table = openSubscriberTable(database, { now, makeId });
  const pool = openMailPool({ egress, host: hostname(), now, log });
  const mailer = makeMailer({ channels, pool, baseUrl, now });
  const shared = { outbox, table, mailer, baseUrl, now, pageOf: (id: string) => pages.find(id), languageOf };
  const signUps = defineSignUp(shared);
  const levels = defineLevelNews({ database, outbox, table });
  const changes = defineLetters(options, { ...shared, levels });
  const unfollow = pages.onRender(levels.look);
  const notices = openWorkNotices({ database, outbox, pages, maintenance, clock, log });
  const tidying = createTidying({ database, table, clock, log });
  return {
    ...table,
    ...changes,
    isOffered: (page) => waysFor(page, channels).length > 0,
    waysOf: (page) => waysFor(page, channels),
    linkPlaceOf: (subscriber, page) => linkPlaceOf(subscriber, page, channels),
    languageOf,
    signUp: (order) =>
      outbox.add([
        {
          key: `sign-up:${makeId()}`,
          kind: 'sign-up',
          recipient: null,
          payload: { ...order },
          notBefore: now() + afterAnswerMs,
        },
      ]),
    askForLink: (subscriber) =>
      database.transaction(() => signUps.askForLink(subscriber, makeId(), subscriber)),
    tell: (page, update) =>
      outbox.put([
        { key: `tell:${update}`, kind: 'tell-update', recipient: null, payload: { page, update } },
      ]),
    knowOf: notices.knowOf,
    inboundKeys: openInboundKeys(database),
    start: () => {
      tidying.start();
      notices.start();
    },
    close: () => {
      unfollow();
      tidying.close();
      notices.close();
      pool.close();
    },
  };
}

type Shared = Parameters<typeof defineStoppedWebhooks>[0] & { levels: ReturnType<typeof defineLevelNews> };

/** How news leaves by mail, chat, SMS and webhook, and the changes of subscribers, which stop it. */
function defineLetters({ database, outbox, channels, pages, egress }: Options, shared: Shared): Changes {
  const { table, levels } = shared;
  const { changes, quarantine, unsubscribe } = openChanges({
    database,
    outbox,
    table,
    tellContact: defineStoppedWebhooks(shared),
    knowLevels: (id) => {
      const page = pages.find(id);
      const generation = page === null ? null : pages.ready(id);
      if (page !== null && generation !== null) levels.look(page, generation);
    },
  });
  const chat = defineChats({ ...shared, channels, egress, host: hostname(), quarantine });
  defineTelling({
    ...shared,
    chat,
    updatesOf: (page) => pages.updates.list(page),
    input: pages.input,
    bounced: quarantine,
  });
  const ended = (subscriber: Subscriber) => unsubscribe(subscriber, 'the webhook');
  defineWebhooks({ ...shared, egress, current: pages.current, quarantine, ended });
  return changes;
}

/** Every hour removes subscriptions that were not confirmed, and those that ended long ago. */
function createTidying(parts: { database: Database; table: SubscriberTable; clock: WallClock; log: Log }) {
  const { database, table, clock, log } = parts;
  let next: (() => void) | null = null;
  const tidy = () => {
    const now = clock.now();
    const gone = table.old(now - pendingMs, now - rememberedMs);
    database.transaction(() => {
      gone.forEach(table.erase);
      table.forgetLinks(now - rememberedMs);
    });
  };
  const tidyHourly = () => {
    try {
      tidy();
    } catch (error) {
      log.error({ err: error }, 'old subscriptions could not be removed');
    }
    next = clock.after(3_600_000, tidyHourly);
  };
  return { start: tidyHourly, close: () => next?.() };
}
