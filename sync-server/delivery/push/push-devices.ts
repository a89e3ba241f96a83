// WP2: the browsers and phones that take notices of this server, each of one person. What a device is signed in with
// counts: signed out or revoked, it gets nothing more. Nothing here sends.
import type { Database } from '../../storage/database.ts';

export const mostDevices = 20;

/** What a browser gave: where its push service is, and the keys for which to encrypt (RFC 8291). */
export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } };

export type PushDevice = {
  id: string;
  person: string;
  /** What was signed in with on it; null where that was said by another server of the team. */
  token: string | null;
  name: string;
  endpoint: string;
  createdAt: number;
  /** When its push service took a notice last; null before the first. */
  sentAt: number | null;
  /** When its push service said that there is no such subscription any more; null while there is. */
  goneAt: number | null;
};

export type PushDevices = {
  /** Of this person, the oldest first, with those that are gone. */
  list(person: string): PushDevice[];
  /** Of this person, those that take notices. */
  taking(person: string): PushDevice[];
  /** Null when it is gone, or was signed out. */
  find(id: string): (PushDevice & { subscription: Subscription }) | null;
  /** The same browser again is the same device, also when somebody else signs in with it. */
  allow(wanted: NewDevice): PushDevice | 'too-many';
  /** False when it is not there. */
  remove(id: string): boolean;
  removeOf(person: string): void;
  sent(id: string): void;
  /** Its keys are forgotten; that it was there stays listed until it is removed. */
  gone(id: string): void;
};

export type NewDevice = Pick<PushDevice, 'person' | 'token' | 'name'> & { subscription: Subscription };

type Options = {
  database: Database;
  now: () => number;
  makeId: () => string;
  /** Whether what somebody signed in with still counts. */
  isSignedIn: (token: string) => boolean;
};

const columns = 'id, person, token, name, endpoint, created_at, sent_at, gone_at';

/** Opens what is kept of devices. Every change is on disk on return. */
export function openPushDevices({ database, now, makeId, isSignedIn }: Options): PushDevices {
  const { sql } = database;
  const byPerson = sql.statement(
    `SELECT ${columns} FROM push_devices WHERE person = ? ORDER BY created_at, id`,
  );
  const byId = sql.statement(`SELECT ${columns}, subscription FROM push_devices WHERE id = ?`);
  const byEndpoint = sql.statement('SELECT id FROM push_devices WHERE endpoint = ?');
  const insert = sql.statement(
    `INSERT INTO push_devices (id, person, token, name, endpoint, subscription, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = sql.statement('DELETE FROM push_devices WHERE id = ?');
  const removeOf = sql.statement('DELETE FROM push_devices WHERE person = ?');
  const sent = sql.statement('UPDATE push_devices SET sent_at = ? WHERE id = ?');
  const gone = sql.statement(`UPDATE push_devices SET gone_at = ?, subscription = '' WHERE id = ?`);
  const takes = ({ token, goneAt }: PushDevice) => goneAt === null && (token === null || isSignedIn(token));
  const list = (person: string) => byPerson.all(person).map(readDevice);

  return {
    list,
    taking: (person) => list(person).filter(takes),
    find: (id) => {
      const row = byId.get(id);
      const device = row && readDevice(row);
      if (!device || !takes(device)) return null;
      return { ...device, subscription: readSubscription(String(row['subscription'])) };
    },
    allow: ({ subscription, person, token, name }) => {
      const { endpoint } = subscription;
      const before = byEndpoint.get(endpoint);
      const others = list(person).filter((each) => each.endpoint !== endpoint && each.goneAt === null);
      if (others.length >= mostDevices) return 'too-many';
      const id = before === undefined ? makeId() : String(before['id']);
      remove.run(id);
      // Allowed anew from the same sign-in, what was gone is back under its name.
      for (const each of list(person))
        if (each.goneAt !== null && token !== null && each.token === token) remove.run(each.id);
      insert.run(id, person, token, name, endpoint, JSON.stringify(subscription), now());
      return readDevice(byId.get(id) ?? {});
    },
    remove: (id) => remove.run(id).changes === 1,
    removeOf: (person) => void removeOf.run(person),
    sent: (id) => void sent.run(now(), id),
    gone: (id) => void gone.run(now(), id),
  };
}

function readDevice(row: Record<string, unknown>): PushDevice {
  const time = (name: string) => (typeof row[name] === 'number' ? row[name] : null);
  return {
    id: String(row['id']),
    person: String(row['person']),
    token: typeof row['token'] === 'string' ? row['token'] : null,
    name: String(row['name']),
    endpoint: String(row['endpoint']),
    createdAt: time('created_at') ?? 0,
    sentAt: time('sent_at'),
    goneAt: time('gone_at'),
  };
}

/** The column is what `allow` wrote. */
const readSubscription = (text: string) => JSON.parse(text) as Subscription;
