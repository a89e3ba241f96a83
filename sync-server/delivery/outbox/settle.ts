// Decides the state of a letter after a handover. Pure, so that tests can prove that retries end.
import type { HandedOver, Letter, Unwanted } from './letter.ts';

const interrupted = 'the server ended during this attempt; whether it arrived is not known';

/** The letter after a handover that ended at `at` (epoch ms). A letter is given up when its next try comes too late. */
export function settled(letter: Letter, outcome: HandedOver, at: number): Letter {
  const reason = outcome.went === 'sent' ? null : outcome.reason;
  const made = outcome.went === 'sent' && outcome.made !== undefined ? { made: outcome.made } : {};
  const attempt = { at, ok: reason === null, reason, ...made };
  const tried = outcome.went === 'shut' ? letter : withAttempt(letter, attempt);
  if (outcome.went !== 'again' && outcome.went !== 'shut')
    return { ...tried, state: outcome.went, reason, endedAt: at };
  const nextAt = at + outcome.waitMs;
  if (letter.giveUpAt !== null && nextAt > letter.giveUpAt)
    return { ...tried, state: 'failed', reason: givenUp(tried.attempts, outcome.reason), endedAt: at };
  return { ...tried, state: 'queued', reason, nextAt, endedAt: null };
}

const givenUp = (attempts: number, reason: string): string =>
  `given up after ${attempts === 1 ? 'one attempt' : `${attempts} attempts`}: ${reason}`;

/** The letter that ends without a handover. */
export const turnedAway = (letter: Letter, { went, reason }: Unwanted, at: number): Letter => ({
  ...letter,
  state: went,
  reason,
  endedAt: at,
});

/** OB4: the letter whose handover was cut short, because the server stopped. */
export function cutShort(letter: Letter, afterCrash: 'repeat' | 'twice' | 'ask', at: number): Letter {
  const tried = withAttempt(letter, { at, ok: false, reason: interrupted });
  if (afterCrash === 'ask') return { ...tried, state: 'maybe-sent', reason: interrupted, endedAt: at };
  const maybeTwice = letter.maybeTwice || afterCrash === 'twice';
  return { ...tried, state: 'queued', reason: interrupted, nextAt: at, maybeTwice };
}

const withAttempt = (letter: Letter, attempt: Letter['tries'][number]): Letter => ({
  ...letter,
  attempts: letter.attempts + 1,
  tries: [...letter.tries, attempt],
});

/**
 * Records that a try failed; the letter is tried again once after each of `waits`. When none is left, `giveUp` runs in
 * the transaction that marks the letter.
 */
export function afterFailure(
  { attempts }: Letter,
  reason: string,
  {
    waits,
    atLeastMs = 0,
    giveUp,
  }: { waits: readonly number[]; atLeastMs?: number; giveUp: (reason: string) => void },
): HandedOver {
  const waitMs = waits[attempts];
  if (waitMs === undefined) return { went: 'failed', reason, settle: () => giveUp(reason) };
  return { went: 'again', reason, waitMs: Math.max(waitMs, atLeastMs) };
}

/** How long to wait before the next try, in ms: doubled with each attempt, up to a limit. */
export const waitAfter = (attempts: number, { firstMs, longestMs }: { firstMs: number; longestMs: number }) =>
  Math.min(longestMs, firstMs * 2 ** Math.min(Math.max(attempts - 1, 0), 20));
