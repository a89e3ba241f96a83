// JN9: the computers whose keys the team vouches for, and those it vouches for no longer. Kept by the team's server
// alone; desktops hear of keys that ended on the live feed.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../storage/database.ts';
import type { Devices as DeviceRow } from '../storage/tables.ts';
import type { Passes } from '../hub/passes.ts';

const endedSchema = z.object({
  at: z.number(),
  /** Who ended it, by name. */
  by: z.string(),
  why: z.string().nullable(),
  /** What the team signed of it (room/journal/ending.ts). */
  statement: z.string(),
});
export type Ended = z.output<typeof endedSchema>;

export type KeptDevice = {
  /** What it is called outside: the key itself is long. */
  id: string;
  key: string;
  person: string;
  /** How its person was called when it was seen last. */
  name: string;
  /** What the computer calls itself; null from an older desktop. */
  computer: string | null;
  /** The token that it came with last. */
  token: string | null;
  firstSeenAt: number;
  lastSeenAt: number;
  ended: Ended | null;
};

export type Seen = Pick<KeptDevice, 'key' | 'person' | 'name' | 'computer' | 'token'>;

export type Devices = {
  /** The one seen last first; null: everybody's. */
  list(person: string | null): KeptDevice[];
  find(id: string): KeptDevice | null;
  /** That it asked for a pass; false when its key ended. */
  see(seen: Seen): boolean;
  /** The team vouches for its key only until `at`. Again with an earlier time it moves there. */
  end(id: string, ending: { at: number; by: string; why: string | null }): KeptDevice | null;
  /** It was found again: the team vouches for all that it signed. */
  vouchAgain(id: string): KeptDevice | null;
  /** What the team signed of the keys that ended. */
  endings(): readonly string[];
  onChange(listener: () => void): () => void;
};

export async function openDevices(options: {
  database: Database;
  passes: Pick<Passes, 'end'>;
  now: () => number;
}): Promise<Devices> {
  const { database, passes, now } = options;
  const { queries } = database;
  const rows = await queries.selectFrom('devices').selectAll().execute();
  const devices = new Map(rows.map((row) => [row.id, readRow(row)]));
  const listeners = new Set<() => void>();
  const keep = (device: KeptDevice): KeptDevice => {
    const row = toRow(device);
    const insert = queries
      .insertInto('devices')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row));
    database.together([insert.compile()]);
    const before = devices.get(device.id)?.ended ?? null;
    devices.set(device.id, device);
    if (before !== device.ended) listeners.forEach((listener) => listener());
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
      const { firstSeenAt = now(), computer = null } = known ?? {};
      keep({
        ...seen,
        id,
        computer: seen.computer ?? computer,
        firstSeenAt,
        lastSeenAt: now(),
        ended: null,
      });
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
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
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
