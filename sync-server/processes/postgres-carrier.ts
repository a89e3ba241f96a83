// Fan-out through NOTIFY: needs nothing but the database.
import { openNotices } from '../storage/postgres/notices.ts';
import type { Log } from '../sync/rooms.ts';
import type { OpenCarrier } from './fan-out.ts';

/** Connects by itself and retries; messages sent meanwhile are lost. */
export function viaPostgres(url: string, log: Log): OpenCarrier {
  const onTrouble = (error: unknown) => log.debug({ error }, 'the fan-out of PostgreSQL cannot be reached');
  return (receive) => openNotices(url, { receive, onTrouble });
}
