// Messages between processes on one database, through NOTIFY and LISTEN. PostgreSQL carries at most 8,000 bytes a
// message.
import { Client } from 'pg';

const channel = 'muster';
const mostBytes = 7_900;
const againMs = 500;

function makeClient(url: string, receive: (text: string) => void): Client {
  const client = new Client({
    connectionString: url,
    application_name: 'muster fan-out',
    // A busy machine connects slowly.
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // 'end' follows and is handled.
  client.on('error', () => {});
  client.on('notification', ({ payload }) => receive(payload ?? ''));
  return client;
}

type Hearing = { receive: (text: string) => void; onTrouble: (error: unknown) => void };
type Notices = { send(text: string): void; close(): Promise<void> };

/**
 * Connects by itself and retries. Messages sent while it is not connected are lost, and too long ones are not sent.
 * `onTrouble` gets the error of a failed connection.
 */
export function openNotices(url: string, { receive, onTrouble }: Hearing): Notices {
  let client: Client | null = null;
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;
  // One at a time, because pg warns when it is asked while it asks.
  let sent: Promise<unknown> = Promise.resolve();

  const connect = async () => {
    const next = makeClient(url, receive);
    const retry = () => {
      if (client === next) client = null;
      next.removeAllListeners('end');
      if (!isClosed) timer = setTimeout(() => void connect(), againMs).unref();
    };
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
      next.on('end', retry);
      client = next;
      if (isClosed) await next.end();
    } catch (error) {
      onTrouble(error);
      next.end().catch(() => undefined);
      retry();
    }
  };
  void connect();
  return {
    send: (text) => {
      const open = client;
      if (open === null || Buffer.byteLength(text) > mostBytes) return;
      sent = sent.then(() => open.query('SELECT pg_notify($1, $2)', [channel, text])).catch(() => undefined);
    },
    close: async () => {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
