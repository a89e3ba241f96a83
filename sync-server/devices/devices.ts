// JN9: computers whose keys the team vouches for, and those whose keys have ended. Only the team's server stores
// them; desktops learn of ended keys from the live feed.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../storage/database.ts';
import type { Devices as DeviceRow } from '../storage/tables.ts';
import type { Passes } from '../hub/passes.ts';
import { createListeners } from '../listeners.ts';

const endedSchema = z.object({
  at: z.number(),
  /** The name of the person who ended it. */
  by: z.string(),
  why: z.string().nullable(),
  /** The statement that the team signed (room/journal/ending.ts). */
  statement: z.string(),
});
export type Ended = z.output<typeof endedSchema>;

export type KeptDevice = {
  /** Its public id: the key itself is long. */
  id: string;
  key: string;
  person: string;
  /** Its person's name when the device was last seen. */
  name: string;
  /** The computer's own name; null from an older desktop. */
  computer: string | null;
  /** The token it used last. */
  token: string | null;
  firstSeenAt: number;
  lastSeenAt: number;
  ended: Ended | null;
};

export type SeenDevice = Pick<KeptDevice, 'key' | 'person' | 'name' | 'computer' | 'token'>;

export type Devices = {
  /** The last seen first; null returns everybody's. */
  list(person: string | null): KeptDevice[];
  find(id: string): KeptDevice | null;
  /** Notes that it asked for a pass; false when its key has ended. */
  see(seen: SeenDevice): boolean;
  /** The team vouches for its key only until `at`. A repeated call can move the end to an earlier time. */
  end(id: string, ending: { at: number; by: string; why: string | null }): KeptDevice | null;
  /** It was found: the team vouches again for everything it signed. */
  vouchAgain(id: string): KeptDevice | null;
  /** The team's signed statements about ended keys. */
  endings(): readonly string[];
  onChange(listener: () => void): () => void;
};

type Options = { database: Database; passes: Pick<Passes, 'end'>; now: () => number };

export async function openDevices({ database, passes, now }: Options): Promise<Devices> {
  const rows = await database.queries.selectFrom('devices').selectAll().execute();
  const devices = new Map(rows.map((row) => [row.id, readRow(row)]));
  const listeners = createListeners();
  const keep = (device: KeptDevice): KeptDevice => {
    store(database, device);
    const before = devices.get(device.id)?.ended ?? null;
    devices.set(device.id, device);
    if (before !== device.ended) listeners.tell();
    return device;
  };
  return {
    list: (person) =>
      [...devices.values()]
        .filter((device) => person === null || device.person === person)
        .toSorted((a, b) => b.lastSeenAt - a.lastSeenAt),
    find: (id) => devices.get(id) ?? null,
    see(seen) {
      const id = idOf(seen.key);
      const known = devices.get(id);
      if (known !== undefined && known.ended !== null) return false;
      keep(seenNow({ ...seen, id }, known, now()));
      return true;
    },
    end(id, { at, by, why }) {
      const device = devices.get(id);
      if (device === undefined) return null;
      const { key, person, name } = device;
      const statement = passes.end({ key, person, name, endedAt: at });
      return keep({ ...device, ended: { at, by, why, statement } });
    },
    vouchAgain(id) {
      const device = devices.get(id);
      return device === undefined ? null : keep({ ...device, ended: null });
    },
    endings: () => [...devices.values()].flatMap(({ ended }) => ended?.statement ?? []),
    onChange: listeners.add,
  };
}

function store(database: Database, device: KeptDevice): void {
  const row = toRow(device);
  const insert = database.queries
    .insertInto('devices')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row));
  database.together([insert.compile()]);
}

/** `known`: the same device as it was last seen. */
function seenNow(seen: SeenDevice & { id: string }, known: KeptDevice | undefined, at: number): KeptDevice {
  const { firstSeenAt = at, computer = null } = known ?? {};
  return { ...seen, computer: seen.computer ?? computer, firstSeenAt, lastSeenAt: at, ended: null };
}

/** 16 hexadecimal digits of the key's SHA-256. */
const idOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 16);

function readRow(row: DeviceRow): KeptDevice {
  const { id, key, person, name, computer, token } = row;
  const ended = row.ended === null ? null : endedSchema.parse(JSON.parse(row.ended));
  return {
    id,
    key,
    person,
    name,
    computer,
    token,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    ended,
  };
}

function toRow({ firstSeenAt, lastSeenAt, ended, ...rest }: KeptDevice): DeviceRow {
  return {
    ...rest,
    first_seen_at: firstSeenAt,
    last_seen_at: lastSeenAt,
    ended: ended === null ? null : JSON.stringify(ended),
  };
}
