// Decides what follows an attempt to send. Pure, so that tests can prove that retries end.
import type { Outcome } from './channels/channel.ts';
import type { Purpose } from './message.ts';

const minuteMs = 60_000;
const firstWaitMs = 2_000;
const longestWaitMs = 5 * minuteMs;

/** How long to retry, per purpose. A message that is useless late is not sent late. */
export const keptTryingMs: Record<Purpose, number> = {
  page: 60 * minuteMs,
  nag: 30 * minuteMs,
  incident: 6 * 60 * minuteMs,
  acknowledged: 6 * 60 * minuteMs,
  resolved: 6 * 60 * minuteMs,
  reminder: 24 * 60 * minuteMs,
  shift: 6 * 60 * minuteMs,
  audit: 24 * 60 * minuteMs,
  // A person watches, and sends it again or informs the readers in another way.
  update: 15 * minuteMs,
  test: 0,
};

export type Verdict =
  | { state: 'sent'; reason: null }
  | { state: 'failed'; reason: string }
  | { state: 'queued'; reason: string; nextAt: number };

export type Tried = {
  /** Including this one. */
  attempts: number;
  /** Epoch milliseconds after which retries stop. */
  giveUpAt: number;
};

/**
 * CN3: exponential backoff with full jitter (between zero and the full wait), or the receiver's own wait if that is
 * longer. `random` is in [0, 1).
 */
export function decideRetry(
  outcome: Outcome,
  { attempts, giveUpAt }: Tried,
  { now, random }: { now: number; random: number },
): Verdict {
  if (outcome.ok) return { state: 'sent', reason: null };
  if (!outcome.retry) return { state: 'failed', reason: outcome.reason };
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempts - 1, 20));
  const nextAt = now + Math.max(Math.round(random * wait), outcome.retryAfterMs ?? 0);
  if (nextAt > giveUpAt) {
    const tries = attempts === 1 ? 'one attempt' : `${attempts} attempts`;
    return { state: 'failed', reason: `given up after ${tries}: ${outcome.reason}` };
  }
  return { state: 'queued', reason: outcome.reason, nextAt };
}

/**
 * CN4: the server stopped during a send, so it may or may not have arrived. A page is repeated: twice is better than
 * never, and the receiver recognises the delivery's id. A person sends an update to customers again, or repeats a
 * test.
 */
export function decideUnknown(purpose: Purpose): 'again' | 'failed' {
  return purpose === 'update' || purpose === 'test' ? 'failed' : 'again';
}
