import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';
import { readEvents } from '#wire/event-stream.ts';
import type { RunningServer } from './server.ts';

const patienceMs = 20_000;

/** The first message of a server's live feed. */
export const readSnapshot = (server: RunningServer): Promise<FeedSnapshot> => untilFeed(server, () => true);

/**
 * Follows the live feed until its state is right; returns that state. Reads incidents, upstreams and people. A desktop's
 * server ends its feeds once the team says who its person is (HU2), so it asks again, as every client does.
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
        snapshot = change(snapshot, JSON.parse(data) as FeedMessage);
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

function change(snapshot: FeedSnapshot | null, message: FeedMessage): FeedSnapshot | null {
  if (message.type === 'snapshot') return message.snapshot;
  if (snapshot === null) return null;
  if (message.type === 'upstreams') return { ...snapshot, ...message };
  if (message.type === 'bridge') return { ...snapshot, bridge: message.bridge };
  if (message.type === 'hub') return { ...snapshot, hub: message.hub };
  if (message.type === 'people') return { ...snapshot, people: message.people };
  if (message.type === 'on-call') return { ...snapshot, onCall: message.onCall };
  if (message.type === 'pages') return { ...snapshot, pages: message.pages };
  if (message.type !== 'incident') return snapshot;
  const others = snapshot.incidents.filter(({ id }) => id !== message.incident.id);
  return { ...snapshot, incidents: [...others, message.incident] };
}
