// A reader of the live feed over real HTTP, with a small fold of its messages.
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';
import { readEvents } from '#wire/event-stream.ts';

export type FeedReader = {
  readonly messages: readonly FeedMessage[];
  /** Resolves with the first past or future message that fits. */
  until(fits: (message: FeedMessage) => boolean): Promise<FeedMessage>;
  snapshot(): Promise<FeedSnapshot>;
  /** Resolves when the server ends the stream. */
  ended: Promise<void>;
  close(): void;
};

const patienceMs = 60_000;

export async function followFeed(server: string, token: string, query = ''): Promise<FeedReader> {
  const abort = new AbortController();
  const response = await fetch(`${server}/api/v1/live${query}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: abort.signal,
  });
  if (response.status !== 200 || response.body === null)
    throw new Error(`the feed answered ${response.status}`);
  const messages: FeedMessage[] = [];
  const waiting = new Set<() => void>();
  const ended = read(response.body, (message) => {
    messages.push(message);
    for (const look of waiting) look();
  });

  const until = (fits: (message: FeedMessage) => boolean) =>
    new Promise<FeedMessage>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        const kinds = messages.map(({ type }) => type).join(', ');
        reject(new Error(`waited ${patienceMs} ms in vain for a message of the feed; there were: ${kinds}`));
      }, patienceMs);
      const look = () => {
        const found = messages.find(fits);
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return {
    messages,
    until,
    snapshot: async () => {
      const message = await until(({ type }) => type === 'snapshot');
      if (message.type !== 'snapshot') throw new Error('unreachable');
      return message.snapshot;
    },
    ended,
    close: () => abort.abort(),
  };
}

async function read(
  body: NonNullable<Response['body']>,
  take: (message: FeedMessage) => void,
): Promise<void> {
  try {
    for await (const data of readEvents(body.pipeThrough(new TextDecoderStream())))
      if (data !== null) take(JSON.parse(data) as FeedMessage);
  } catch {
    // We closed it, or the server died: both end the stream.
  }
}
