// Follows the embedded server's live feed for the tray and notifications, as long as the desktop runs.
import { readFeedMessage } from '#wire/feed/read-message.ts';
import { recentFeedPath, type FeedMessage } from '#wire/feed/messages.ts';
import { readEvents } from '#wire/event-stream.ts';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServerAddress } from '../server/embedded-server.ts';

const retryMs = { first: 100, most: 5_000 };

export type FeedOptions = {
  /** Called before every attempt, because a restarted server may have another address. */
  address: () => Promise<ServerAddress>;
  onMessage: (message: FeedMessage) => void;
  log: (line: string) => void;
};

export type FollowedFeed = {
  stop: () => void;
  /** Connects anew; the first message then is a snapshot with the team's time. */
  again: () => void;
};

export function followFeed(options: FeedOptions): FollowedFeed {
  const ending = new AbortController();
  let connection = new AbortController();
  void follow(options, ending.signal, () => {
    connection = new AbortController();
    return connection.signal;
  });
  return { stop: () => ending.abort(), again: () => connection.abort() };
}

async function follow(options: FeedOptions, signal: AbortSignal, connect: () => AbortSignal) {
  let delay = retryMs.first;
  while (!signal.aborted) {
    const broken = connect();
    try {
      await readOnce(options, AbortSignal.any([signal, broken]), () => {
        delay = retryMs.first;
      });
    } catch (error) {
      if (!signal.aborted && !broken.aborted)
        options.log(`live feed: ${error instanceof Error ? error.message : String(error)}`);
    }
    await wait(delay, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
    delay = Math.min(delay * 2, retryMs.most);
  }
}

async function readOnce({ address, onMessage }: FeedOptions, signal: AbortSignal, onOpen: () => void) {
  const { url, token } = await address();
  const response = await fetch(`${url}${recentFeedPath}`, {
    headers: { authorization: `Bearer ${token}` },
    signal,
  });
  if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
  onOpen();
  for await (const data of readEvents(response.body.pipeThrough(new TextDecoderStream()))) {
    const message = data === null ? null : readFeedMessage(data);
    if (message !== null) onMessage(message);
  }
}
