// Opens what all parts of a server stand on: the data folder, the database, the team's clock and the source of ids.
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { makeUlidSource } from '#room/facts/ulid.ts';
import type { WallClock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Group } from '../processes/join.ts';
import { makeEgress } from '../outgoing/egress.ts';
import type { Replica } from '../replica/replica.ts';
import { holdDataFolder } from '../storage/data-folder.ts';
import { openOwnDatabase } from '../storage/open.ts';

export type Making = {
  config: Config;
  log: Logger;
  clock: WallClock;
  /** Collects close functions; they are called in reverse order. */
  closings: (() => Promise<void> | void)[];
  listening: { url: string };
  /** MP1: set if several processes may use the database. */
  group: Group | null;
};

export type Ground = Awaited<ReturnType<typeof openGround>>;

/** `now` is the team's clock. `replica` returns null on the primary, and until `following` has it. */
export async function openGround({ listening, ...making }: Making) {
  const { config, clock, closings } = making;
  const folder = holdDataFolder(config.dataFolder);
  closings.push(() => folder.release());
  const database = await openOwnDatabase(config.database, folder);
  closings.push(() => database.close());
  const following: { replica: Replica | null } = { replica: null };
  const now = () => clock.now() + (following.replica?.clockOffsetMs() ?? 0);
  return {
    ...making,
    folder,
    database,
    following,
    replica: () => following.replica,
    isPrimary: config.upstreams.length === 0,
    now,
    makeId: makeUlidSource((bytes) => randomBytes(bytes), now),
    /** Where our outgoing requests may go. */
    egress: makeEgress(config),
    /** The start of links in messages, without a trailing slash. */
    baseUrl: () => config.baseUrl ?? listening.url,
  };
}
