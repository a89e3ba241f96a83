// WP2: the browsers and phones that take this server's notices, each belonging to one person. A device whose sign-in
// ended or was revoked gets nothing more. Nothing here sends.
import type { Selectable } from 'kysely';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables.ts';

export const mostDevices = 20;

/** From the browser: the push service's address, and the keys to encrypt with (RFC 8291). */
export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } };

export type PushDevice = {
  id: string;
  person: string;
  /** The token of its sign-in; null when another server of the team registered it. */
  token: string | null;
  name: string;
  endpoint: string;
  createdAt: number;
  /** When its push service last accepted a notice; null before the first. */
  sentAt: number | null;
  /** When its push service said that the subscription no longer exists; null until then. */
  goneAt: number | null;
};

export type PushDevices = {
  /** This person's devices, oldest first, including those that are gone. */
  list(person: string): PushDevice[];
  /** This person's devices that take notices. */
  taking(person: string): PushDevice[];
  /** Null when it is gone or signed out. */
  find(id: string): (PushDevice & { subscription: Subscription }) | null;
  /** The same browser is the same device, even when somebody else signs in with it. */
  allow(wanted: NewDevice): PushDevice | 'too-many';
  /** False when it does not exist. */
  remove(id: string): boolean;
  removeOf(person: string): void;
  sent(id: string): void;
  /** Deletes its keys; the device stays listed until somebody removes it. */
  gone(id: string): void;
};

export type NewDevice = Pick<PushDevice, 'person' | 'token' | 'name'> & { subscription: Subscription };

type Options = {
  database: Database;
  now: () => number;
  makeId: () => string;
  /** Whether the device's sign-in token is still valid. */
  isSignedIn: (token: string) => boolean;
};

/** Opens the stored devices. Every change is on disk on return. */
export function openPushDevices({ database, now, makeId, isSignedIn }: Options): PushDevices {
  const { queries } = database;
  const devices = queries.selectFrom('push_devices').selectAll();
  const remove = (id: string) => database.run(queries.deleteFrom('push_devices').where('id', '=', id));
  const change = (id: string, to: { sent_at: number } | { gone_at: number; subscription: '' }) =>
    database.run(queries.updateTable('push_devices').set(to).where('id', '=', id));
  const takes = ({ token, goneAt }: PushDevice) => goneAt === null && (token === null || isSignedIn(token));
  const list = (person: string) =>
    database.all(devices.where('person', '=', person).orderBy('created_at').orderBy('id')).map(readDevice);

  return {
    list,
    taking: (person) => list(person).filter(takes),
    find: (id) => {
      const row = database.first(devices.where('id', '=', id));
      if (row === undefined || !takes(readDevice(row))) return null;
      return { ...readDevice(row), subscription: readSubscription(row.subscription) };
    },
    allow: ({ subscription, person, token, name }) => {
      const { endpoint } = subscription;
      const before = database.first(devices.where('endpoint', '=', endpoint));
      const others = list(person).filter((each) => each.endpoint !== endpoint && each.goneAt === null);
      if (others.length >= mostDevices) return 'too-many';
      const id = before?.id ?? makeId();
      remove(id);
      // A device allowed again from the same sign-in replaces the entry that was gone.
      for (const each of list(person))
        if (each.goneAt !== null && token !== null && each.token === token) remove(each.id);
      const row = { id, person, token, name, endpoint, created_at: now(), sent_at: null, gone_at: null };
      const keys = JSON.stringify(subscription);
      database.run(queries.insertInto('push_devices').values({ ...row, subscription: keys }));
      return readDevice(row);
    },
    remove: (id) => remove(id) === 1,
    removeOf: (person) => void database.run(queries.deleteFrom('push_devices').where('person', '=', person)),
    sent: (id) => void change(id, { sent_at: now() }),
    gone: (id) => void change(id, { gone_at: now(), subscription: '' }),
  };
}

function readDevice(row: Omit<Selectable<Tables['push_devices']>, 'subscription'>): PushDevice {
  const { id, person, token, name, endpoint, created_at, sent_at, gone_at } = row;
  return { id, person, token, name, endpoint, createdAt: created_at, sentAt: sent_at, goneAt: gone_at };
}

/** The column holds what `allow` wrote. */
const readSubscription = (text: string) => JSON.parse(text) as Subscription;
