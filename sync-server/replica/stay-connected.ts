// The connections to an upstream, one after another.
import { setTimeout as wait } from 'node:timers/promises';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { mePath, meSchema } from '#wire/api/me.ts';
import type { Log } from '../sync/rooms.ts';
import { ask } from './ask.ts';
import type { Backoff } from '#wire/backoff.ts';
import type { Comparison } from './comparison.ts';
import { followFeed, type FeedEnd } from './feed.ts';
import { UpstreamAway, type ForwardTarget } from './forward.ts';
import type { Memory } from './mirror/memory.ts';
import { OtherCertificate, type Peer } from './peer.ts';
import { renewPass, type PassKeeper } from './renew-pass.ts';
import type { Timing } from './timing.ts';

export type ConnectionOptions = Peer & {
  target: () => ForwardTarget;
  memory: Memory;
  comparison: Comparison;
  passes: PassKeeper | null;
  backoff: Backoff;
  timing: Timing;
  log: Log;
  signal: AbortSignal;
  onHeard: () => void;
  onMessage: (message: FeedMessage) => Promise<void> | void;
  /** Called after each connection that ended by itself. */
  onLost: (end: FeedEnd) => void;
};

/** Connects again and again, with a pause between, until the signal. Never rejects. */
export async function stayConnected(options: ConnectionOptions): Promise<void> {
  const { timing, backoff, signal } = options;
  while (!signal.aborted) {
    const end = await connect(options);
    if (signal.aborted) return;
    options.onLost(end);
    const waitMs = end.kind === 'refused' ? timing.refusedRetryMs : backoff.next();
    await wait(waitMs, undefined, { signal }).catch(() => {}); // aborted: the loop ends
  }
}

/** One connection, from its first request to its end. Never rejects. */
async function connect(options: ConnectionOptions): Promise<FeedEnd> {
  const { target, memory, passes, comparison, log } = options;
  try {
    memory.learn({ me: await ask(target(), mePath, meSchema) });
    await renewPass(passes, target(), log);
    await comparison.begin();
  } catch (error) {
    const isRefused = error instanceof UpstreamAway && error.isRefused;
    return {
      kind: isRefused ? 'refused' : 'away',
      isUnknown: isRefused && !(error.cause instanceof OtherCertificate),
      reason: error instanceof Error ? error.message : String(error),
    };
  }
  const { url, token, fingerprint = null, timing, signal, onHeard, onMessage } = options;
  return followFeed({ url, token, fingerprint, silenceMs: timing.silenceMs, signal, onHeard, onMessage });
}
