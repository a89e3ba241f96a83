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
import type { StatusPage } from '../records.ts';
import type { StatusPages } from '../status-pages.ts';
import { defineChats } from './chat.ts';
import { defineLevelNews } from './level-news.ts';
import { makeMailer } from './mailer.ts';
import { linkPlaceOf, waysFor } from './offer.ts';
import { defineSignUp, type SignUp } from './sign-up.ts';
import { openSmsKeys, type SmsKeys } from './sms.ts';
import { type Choice, choiceIn, mostSubscribers, type Subscriber } from './subscriber.ts';
import { type NewSubscriber, openSubscriberTable, type SubscriberTable } from './subscriber-table.ts';
import { defineStoppedWebhooks } from './stopped-webhook.ts';
import { defineTelling } from './tell.ts';
import { defineWebhooks } from './webhook.ts';
import { openWorkNotices } from './work-notices.ts';

const dayMs = 86_400_000;
/** SP91: runs after the answer has left, so that its time cannot depend on the lookup. */
const afterAnswerMs = 300;
const pendingMs = 7 * dayMs;
/** Kept so that an old link still works, and an owner sees why mail stopped. */
const rememberedMs = 90 * dayMs;

export type Subscribers = Pick<
  SubscriberTable,
  'find' | 'byToken' | 'byAddress' | 'findLink' | 'list' | 'counts' | 'events'
> & {
  /** Whether visitors of this page can subscribe themselves. */
  isOffered(page: StatusPage): boolean;
  /** SP132: the ways that visitors may choose. */
  waysOf(page: StatusPage): readonly SignUpWay[];
  languageOf(page: StatusPage, subscriber: Pick<Subscriber, 'language'>): Language;
  /** Durable on return; the rest is processed later. */
  signUp(order: SignUp): void;
  /** Adds subscribers confirmed elsewhere; returns how many were new, or null if there would be too many. */
  add(all: readonly Omit<NewSubscriber, 'state'>[], by: string): number | null;
  /** SP98: sends the question to the channel; null when it is already known, or there would be too many. */
  ask(one: Omit<NewSubscriber, 'state'>, by: string): Subscriber | null;
  confirm(subscriber: Subscriber, choice: Choice): void;
  choose(subscriber: Subscriber, choice: Choice): void;
  /** SP92: where a link to change the choice can be sent; null when nowhere. */
  linkPlaceOf(subscriber: Subscriber, page: StatusPage): LinkPlace | null;
  /** Sends a link to change what they subscribed to. */
  askForLink(subscriber: Subscriber): void;
  /** SP92: once it resolves, nothing more is sent to them. */
  end(subscriber: Subscriber, by: string): Promise<void>;
  /** Like `end`, and deletes all their data. */
  erase(subscriber: Subscriber): Promise<void>;
  /** Within the transaction that stores the update. */
  tell(page: string, update: string): void;
  /** SP122: planned work announced elsewhere; within the caller's transaction. */
  knowOf: ReturnType<typeof openWorkNotices>['knowOf'];
  smsKeys: SmsKeys;
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
  const pageOf = (id: string) => pages.find(id);
  const turnAway = (
    subscriber: Subscriber,
    state: 'unsubscribed' | 'quarantined',
    reason: string,
    by: string,
  ) => {
    table.turn(subscriber, state, state === 'quarantined' ? reason : null);
    table.note(subscriber.id, state, by);
    outbox.drop(subscriber.id, state === 'quarantined' ? `quarantined: ${reason}` : 'they unsubscribed');
    if (state === 'quarantined') tellContact(subscriber);
  };
  const quarantine = (subscriber: Subscriber, reason: string) =>
    turnAway(subscriber, 'quarantined', reason, 'server');
  const shared = { outbox, table, mailer, baseUrl, now, pageOf, languageOf };
  const signUps = defineSignUp(shared);
  const tellContact = defineStoppedWebhooks(shared);
  const chat = defineChats({ ...shared, channels, egress, host: hostname(), quarantine });
  defineTelling({
    ...shared,
    chat,
    updatesOf: (page) => pages.updates.list(page),
    input: pages.input,
    bounced: quarantine,
  });
  const ended = (subscriber: Subscriber) => turnAway(subscriber, 'unsubscribed', '', 'the webhook');
  defineWebhooks({ ...shared, egress, current: pages.current, quarantine, ended });
  const levels = defineLevelNews({ database, outbox, table });
  const unfollow = pages.onRender(levels.look);
  /** The first webhook of a page hears of changes from now on. */
  const knowLevels = (id: string) => {
    const page = pages.find(id);
    const generation = page === null ? null : pages.ready(id);
    if (page !== null && generation !== null) levels.look(page, generation);
  };
  const notices = openWorkNotices({ database, outbox, pages, maintenance, clock, log });
  const tidy = () => {
    const gone = table.old(now() - pendingMs, now() - rememberedMs);
    database.transaction(() => {
      gone.forEach(table.erase);
      table.forgetLinks(now() - rememberedMs);
    });
  };
  let nextTidy: (() => void) | null = null;
  const tidyHourly = () => {
    try {
      tidy();
    } catch (error) {
      log.error({ err: error }, 'old subscriptions could not be removed');
    }
    nextTidy = clock.after(3_600_000, tidyHourly);
  };
  const end: Subscribers['end'] = async (subscriber, by) => {
    if (subscriber.state === 'active' || subscriber.state === 'pending')
      database.transaction(() => turnAway(subscriber, 'unsubscribed', '', by));
    await outbox.whenQuiet(subscriber.id);
  };

  return {
    ...table,
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
    add: (all, by) => {
      const count = database.transaction(() => {
        const isNew = ({ page, kind, key }: (typeof all)[number]) =>
          table.byAddress(page, kind, key) === null;
        const counts = table.counts(all[0]?.page ?? '');
        if (counts.active + counts.pending + all.filter(isNew).length > mostSubscribers) return null;
        let added = 0;
        for (const each of all) {
          // Existing subscribers stay as they are: a list does not bring back anyone who unsubscribed.
          if (!isNew(each)) continue;
          table.note(
            table.add({ ...each, state: 'active' }),
            each.source === 'import' ? 'imported' : 'added',
            by,
          );
          added += 1;
        }
        return added;
      });
      knowLevels(all[0]?.page ?? '');
      return count;
    },
    ask: (one, by) =>
      database.transaction(() => {
        const { active, pending } = table.counts(one.page);
        const isKnown = table.byAddress(one.page, one.kind, one.key) !== null;
        if (isKnown || active + pending >= mostSubscribers) return null;
        const id = table.add({ ...one, state: 'pending' });
        table.note(id, 'added', by);
        const payload = choiceIn(one);
        outbox.put([{ key: `confirm-chat:${id}`, kind: 'confirm-chat', recipient: id, payload }]);
        return table.find(id);
      }),
    confirm: (subscriber, choice) => {
      database.transaction(() => {
        table.choose(subscriber.id, choice);
        table.turn(subscriber, 'active');
        table.note(subscriber.id, 'confirmed', 'themselves');
      });
      knowLevels(subscriber.page);
    },
    choose: (subscriber, choice) =>
      database.transaction(() => {
        table.choose(subscriber.id, choice);
        table.note(subscriber.id, 'changed', 'themselves');
      }),
    askForLink: (subscriber) =>
      database.transaction(() => signUps.askForLink(subscriber, makeId(), subscriber)),
    end,
    erase: async (subscriber) => {
      await end(subscriber, 'an owner');
      database.transaction(() => table.erase(subscriber.id));
    },
    tell: (page, update) =>
      outbox.put([
        { key: `tell:${update}`, kind: 'tell-update', recipient: null, payload: { page, update } },
      ]),
    knowOf: notices.knowOf,
    smsKeys: openSmsKeys(database),
    start: () => {
      tidyHourly();
      notices.start();
    },
    close: () => {
      unfollow();
      nextTidy?.();
      notices.close();
      pool.close();
    },
  };
}
