// Fan-out by NOTIFY: nothing but the database is needed.
import { openNotices } from '../storage/postgres/notices.ts';
import type { Log } from '../sync/rooms.ts';
import type { OpenCarrier } from './fan-out.ts';

/** Connects by itself, again and again; what is sent meanwhile is lost. */
export function viaPostgres(url: string, log: Log): OpenCarrier {
  const onTrouble = (error: unknown) => log.debug({ error }, 'the fan-out of PostgreSQL cannot be reached');
  return (receive) => openNotices(url, { receive, onTrouble });
}
