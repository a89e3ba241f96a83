// Fan-out through Redis: takes frequent messages off the database. Nothing is stored in it.
import { createClient } from 'redis';
import type { Log } from '../sync/rooms.ts';
import type { OpenCarrier } from './fan-out.ts';

const channel = 'muster';
const mostWaitMs = 1_000;

/** Connects by itself and retries; messages sent meanwhile are lost. */
export function viaRedis(url: string, log: Log): OpenCarrier {
  return (receive) => {
    const sending = createClient({
      url,
      disableOfflineQueue: true,
      socket: { connectTimeout: 2_000, reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, mostWaitMs) },
    });
    const listening = sending.duplicate();
    let isAway = false;
    for (const client of [sending, listening])
      client.on('error', (error: unknown) => {
        // Once, not for each attempt: nothing depends on it, but the operator should know.
        if (!isAway) log.warn({ error }, 'Redis cannot be reached; changes arrive up to 250 ms later');
        isAway = true;
      });
    sending.on('ready', () => {
      if (isAway) log.warn('Redis is reached again');
      isAway = false;
    });
    const start = async () => {
      await Promise.all([sending.connect(), listening.connect()]);
      // The client subscribes again by itself after each reconnect.
      await listening.subscribe(channel, receive);
    };
    start().catch((error: unknown) => log.debug({ error }, 'Redis was not reached before the end'));
    return {
      send: (text) => {
        if (sending.isReady) sending.publish(channel, text).catch(() => undefined);
      },
      close: async () => {
        for (const client of [sending, listening]) client.destroy();
      },
    };
  };
}
