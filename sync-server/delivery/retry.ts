// What follows an attempt to send: pure, so that it can be shown to end.
import type { Outcome } from './channels/channel.ts';
import type { Purpose } from './message.ts';

const minuteMs = 60_000;
const firstWaitMs = 2_000;
const longestWaitMs = 5 * minuteMs;

/** How long it is tried again. What is no use late is not sent late. */
export const keptTryingMs: Record<Purpose, number> = {
  page: 60 * minuteMs,
  nag: 30 * minuteMs,
  incident: 6 * 60 * minuteMs,
  acknowledged: 6 * 60 * minuteMs,
  resolved: 6 * 60 * minuteMs,
  reminder: 24 * 60 * minuteMs,
  shift: 6 * 60 * minuteMs,
  audit: 24 * 60 * minuteMs,
  // Somebody looks on and sends it again, or tells its readers in another way.
  update: 15 * minuteMs,
  test: 0,
};

export type Verdict =
  | { state: 'sent'; reason: null }
  | { state: 'failed'; reason: string }
  | { state: 'queued'; reason: string; nextAt: number };

export type Tried = {
  /** This one included. */
  attempts: number;
  /** Epoch milliseconds after which nothing more is tried. */
  giveUpAt: number;
};

/**
 * CN3: exponential backoff with full jitter (anything between nothing and the full wait), or what the other side
 * asked for where that is longer. `random` is in [0, 1).
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
 * CN4: the server ended while this was being sent, so nobody knows whether it arrived. Who is paged rather hears
 * twice than never, and the receiver can tell by the delivery's name; an update to customers is a person's to
 * send again, and a test to repeat.
 */
export function decideUnknown(purpose: Purpose): 'again' | 'failed' {
  return purpose === 'update' || purpose === 'test' ? 'failed' : 'again';
}
