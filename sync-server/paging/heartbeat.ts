// ES24: tells a service outside, such as healthchecks.io, each minute that paging works. When this server, its machine
// or its network ends, nobody here can say so; that service notices the silence.
import { repeat, type WallClock } from '../clock.ts';
import type { Log } from '../sync/rooms.ts';
import type { Pulse } from './pulse.ts';

export const heartbeatEveryMs = 60_000;
const patienceMs = 10_000;

type Options = { url: string; clock: WallClock; pulse: Pick<Pulse, 'silentSince'>; log: Log };

/** Returns a function that stops it. */
export function startHeartbeat({ url, clock, pulse, log }: Options): () => void {
  const ending = new AbortController();
  let hasFailed = false;
  const send = async () => {
    if (pulse.silentSince() !== null) return;
    try {
      const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(patienceMs)]);
      const answer = await fetch(url, { signal, redirect: 'manual' });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
      if (hasFailed) log.warn('the heartbeat address answers again');
      hasFailed = false;
    } catch (error) {
      if (ending.signal.aborted) return;
      // The address is as good as a password, so it is not logged.
      if (!hasFailed)
        log.error({ why: reasonOf(error) }, 'the heartbeat did not arrive; it is sent again each minute');
      hasFailed = true;
    }
  };
  void send();
  const stop = repeat(clock, heartbeatEveryMs, () => void send());
  return () => {
    stop();
    ending.abort();
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code, message } = cause as { code?: string; message?: string };
  return code ?? message ?? String(cause);
}
