import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';
import { readEvents } from '#wire/event-stream.ts';
import { applyFeedMessage } from '#wire/feed/reduce.ts';
import type { RunningServer } from './server.ts';

const patienceMs = 60_000;

/** The first message of a server's live feed. */
export const readSnapshot = (server: RunningServer): Promise<FeedSnapshot> => untilFeed(server, () => true);

/**
 * Follows the live feed until its state is right; returns that state. A desktop's server ends its feeds once the team
 * says who its person is (HU2), so it asks again, as every client does.
 */
export async function untilFeed(
  server: RunningServer,
  isRight: (snapshot: FeedSnapshot) => boolean,
): Promise<FeedSnapshot> {
  const signal = AbortSignal.timeout(patienceMs);
  let snapshot: FeedSnapshot | null = null;
  try {
    for (;;) {
      const response = await fetch(new URL('/api/v1/live', server.url), {
        headers: { authorization: `Bearer ${server.ownerToken}` },
        signal,
      });
      if (!response.ok || response.body === null)
        throw new Error(`the live feed answered ${response.status}`);
      for await (const data of readEvents(response.body.pipeThrough(new TextDecoderStream()))) {
        if (data === null) continue;
        snapshot = applyFeedMessage(snapshot, JSON.parse(data) as FeedMessage);
        if (snapshot !== null && isRight(snapshot)) return snapshot;
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    const { upstreams, incidents } = snapshot ?? {};
    throw new Error(
      `waited ${patienceMs} ms in vain for ${String(isRight)}; the feed says ${JSON.stringify({ upstreams, incidents })}`,
      { cause: error },
    );
  }
}
