// Changes of who is subscribed, and to what. On return each is in the database and in the subscriber's history.
import { setImmediate as otherWork } from 'node:timers/promises';
import type { Outbox } from '../../delivery/outbox/outbox.ts';
import type { Database } from '../../storage/database.ts';
import { makeTurns } from '../../storage/turns.ts';
import { type Choice, choiceIn, mostSubscribers, type Subscriber } from './subscriber.ts';
import { type NewSubscriber, rowsAtOnce, type SubscriberTable } from './subscriber-table.ts';

type Arrival = Omit<NewSubscriber, 'state'>;
type Options = {
  database: Database;
  outbox: Outbox;
  table: SubscriberTable;
  /** SP95: mails the contact of a webhook that was quarantined. */
  tellContact: (subscriber: Subscriber) => void;
  /** The first webhook of a page hears of changes from now on. */
  knowLevels: (page: string) => void;
};

export type Changes = {
  /**
   * Adds subscribers confirmed elsewhere, some at a time: other work goes on between. Resolves with how many were new,
   * or with null if there would be too many; then nobody was added. After a crash half-way the same call adds the rest.
   */
  add(all: readonly Arrival[], by: string): Promise<number | null>;
  /** SP98: sends the question to the channel; null when it is already known, or there would be too many. */
  ask(one: Arrival, by: string): Subscriber | null;
  confirm(subscriber: Subscriber, choice: Choice): void;
  choose(subscriber: Subscriber, choice: Choice): void;
  /** SP92: once it resolves, nothing more is sent to them. */
  end(subscriber: Subscriber, by: string): Promise<void>;
  /** SP152: this letter of the page came back, so its address gets no more. */
  bounced(page: string, letter: string, reason: string): void;
  /** Like `end`, and deletes all their data. */
  erase(subscriber: Subscriber): Promise<void>;
};

/** Beside the changes that people make, those that a failed delivery makes; these within the caller's transaction. */
export function openChanges(options: Options) {
  const { database, outbox, table, knowLevels } = options;
  const { unsubscribe, quarantine, end } = makeEnding(options);
  // Two lists at once would both see room for all of theirs.
  const inTurn = makeTurns();
  const changes: Changes = {
    add: (all, by) =>
      inTurn(async () => {
        const page = all[0]?.page ?? '';
        const count = await addNew(options, { page, all, by });
        knowLevels(page);
        return count;
      }),
    ask: (one, by) => database.transaction(() => askChannel(options, one, by)),
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
    end,
    bounced: (page, letter, reason) => {
      const subscriber = table.find(outbox.find(letter)?.recipient ?? '');
      const isOurs = subscriber?.page === page && subscriber.kind === 'email';
      if (isOurs && (subscriber.state === 'active' || subscriber.state === 'pending'))
        database.transaction(() => quarantine(subscriber, reason));
    },
    erase: async (subscriber) => {
      await end(subscriber, 'an owner');
      database.transaction(() => table.erase(subscriber.id));
    },
  };
  return { changes, quarantine, unsubscribe };
}

/** Ends subscriptions; `unsubscribe` and `quarantine` do it within the caller's transaction. */
function makeEnding({ database, outbox, table, tellContact }: Options) {
  const unsubscribe = (subscriber: Subscriber, by: string) => {
    table.turn(subscriber, 'unsubscribed', null);
    table.note(subscriber.id, 'unsubscribed', by);
    outbox.drop(subscriber.id, 'they unsubscribed');
  };
  const quarantine = (subscriber: Subscriber, reason: string) => {
    table.turn(subscriber, 'quarantined', reason);
    table.note(subscriber.id, 'quarantined', 'server');
    outbox.drop(subscriber.id, `quarantined: ${reason}`);
    tellContact(subscriber);
  };
  const end: Changes['end'] = async (subscriber, by) => {
    if (subscriber.state === 'active' || subscriber.state === 'pending')
      database.transaction(() => unsubscribe(subscriber, by));
    await outbox.whenQuiet(subscriber.id);
  };
  return { unsubscribe, quarantine, end };
}

async function addNew(
  { database, table }: Options,
  { page, all, by }: { page: string; all: readonly Arrival[]; by: string },
): Promise<number | null> {
  const counts = table.counts(page);
  const fresh: NewSubscriber[] = [];
  for (const [kind, some] of Map.groupBy(all, (each) => each.kind)) {
    // Existing subscribers stay as they are: a list does not bring back anyone who unsubscribed.
    const known = table.keysOf(page, kind);
    for (const each of some) {
      if (known.has(each.key)) continue;
      known.add(each.key);
      fresh.push({ ...each, state: 'active' });
    }
  }
  if (counts.active + counts.pending + fresh.length > mostSubscribers) return null;
  const what = fresh[0]?.source === 'import' ? 'imported' : 'added';
  let added = 0;
  for (let from = 0; from < fresh.length; from += rowsAtOnce) {
    if (from > 0) await otherWork();
    added += database.transaction(() => table.addAll(fresh.slice(from, from + rowsAtOnce), what, by));
  }
  return added;
}

function askChannel({ table, outbox }: Options, one: Arrival, by: string): Subscriber | null {
  const { active, pending } = table.counts(one.page);
  const isKnown = table.byAddress(one.page, one.kind, one.key) !== null;
  if (isKnown || active + pending >= mostSubscribers) return null;
  const id = table.add({ ...one, state: 'pending' });
  table.note(id, 'added', by);
  outbox.put([{ key: `confirm-chat:${id}`, kind: 'confirm-chat', recipient: id, payload: choiceIn(one) }]);
  return table.find(id);
}
