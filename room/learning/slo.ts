// SL: how much of a service's error budget is spent, and how fast. Pure. Unmeasured time is neither up nor down.

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** SO1: the window of the target. */
export const budgetMs = 30 * 24 * hourMs;

/** A measured period; `down` is the share of it that was down, 0 to 1. */
export type Slice = { at: number; ms: number; down: number };

/** SO2: for each time, the worst of the checks that measured. All lists have slices of the same length and times. */
export function worstOf(lists: readonly (readonly Slice[])[]): Slice[] {
  const worst = new Map<number, Slice>();
  for (const slice of lists.flat()) {
    const before = worst.get(slice.at);
    if (before === undefined || slice.down > before.down) worst.set(slice.at, slice);
  }
  return [...worst.values()].toSorted((a, b) => a.at - b.at);
}

/** One minute of measurements; `down` is the share that failed. */
export type Minute = { at: number; down: number };

/**
 * SO2: a measurement holds until the next one, but at most for its interval. Returns slices of a minute. `minutes`:
 * oldest first, each at the start of a minute.
 */
export function holdMinutes(minutes: readonly Minute[], intervalMs: number, now: number): Slice[] {
  return minutes.flatMap(({ at, down }, index): Slice[] => {
    const ends = Math.min(at + Math.max(minuteMs, intervalMs), minutes[index + 1]?.at ?? Infinity, now);
    const count = Math.max(0, Math.ceil((ends - at) / minuteMs));
    return Array.from({ length: count }, (_, step) => {
      const from = at + step * minuteMs;
      return { at: from, ms: Math.min(minuteMs, ends - from), down };
    });
  });
}

export type Budget = {
  /** How much of the 30 days may be down, how much was, and the rest; negative when the budget is overspent. */
  allowedMs: number;
  downMs: number;
  leftMs: number;
  /** How much of the 30 days was measured, and which share was up; null without measurements. */
  measuredMs: number;
  up: number | null;
  state: 'unknown' | 'healthy' | 'at-risk' | 'exhausted';
};

const atRiskShare = 0.2;

/** `target` in percent; the slices are of the last 30 days. */
export function countBudget(target: number, slices: readonly Slice[], now: number): Budget {
  const { downMs, measuredMs } = sum(slices, { from: now - budgetMs, to: now });
  const allowedMs = (1 - target / 100) * budgetMs;
  const leftMs = allowedMs - downMs;
  return {
    allowedMs,
    downMs,
    leftMs,
    measuredMs,
    up: measuredMs === 0 ? null : 1 - downMs / measuredMs,
    state:
      measuredMs === 0
        ? 'unknown'
        : leftMs <= 0
          ? 'exhausted'
          : leftMs <= atRiskShare * allowedMs
            ? 'at-risk'
            : 'healthy',
  };
}

/** Sums the parts of the slices inside the window; a partly covered slice counts in proportion. */
function sum(slices: readonly Slice[], { from, to }: { from: number; to: number }) {
  let downMs = 0;
  let measuredMs = 0;
  for (const { at, ms, down } of slices) {
    const within = Math.max(0, Math.min(at + ms, to) - Math.max(at, from));
    measuredMs += within;
    downMs += down * within;
  }
  return { downMs, measuredMs };
}

/** SO3: 1 spends the budget in exactly 30 days; null where nothing was measured. */
export function burnRate(
  target: number,
  slices: readonly Slice[],
  { now, windowMs }: { now: number; windowMs: number },
): number | null {
  const { downMs, measuredMs } = sum(slices, { from: now - windowMs, to: now });
  return measuredMs === 0 ? null : downMs / measuredMs / (1 - target / 100);
}

/** SO4: 2 % of the budget within one hour, 5 % within six: the two rules of Google's SRE workbook. */
export const burnRules = [
  { kind: 'fast', rate: 14.4, longMs: hourMs, shortMs: 5 * minuteMs },
  { kind: 'slow', rate: 6, longMs: 6 * hourMs, shortMs: 30 * minuteMs },
] as const;
export type BurnKind = (typeof burnRules)[number]['kind'];
type Rule = (typeof burnRules)[number];

/** `lastAt`: the last time it burned. */
export type Burning = { since: number; lastAt: number; isActive: boolean };

type Seen = {
  target: number;
  minutes: readonly Slice[];
  /** When it was first measured. */
  firstAt: number | null;
  now: number;
};

/** SO4: begins when both windows burn, ends when the long one does not. Burning again within that window resumes it. */
export function decideBurn(rule: Rule, before: Burning | null, seen: Seen): Burning | null {
  const { target, minutes, firstAt, now } = seen;
  const burns = (windowMs: number) => (burnRate(target, minutes, { now, windowMs }) ?? 0) >= rule.rate;
  const isLong = firstAt !== null && firstAt <= now - rule.longMs && burns(rule.longMs);
  const isActive = isLong && (before?.isActive === true || burns(rule.shortMs));
  if (!isActive) return before === null ? null : { ...before, isActive: false };
  const isSame = before !== null && (before.isActive || now - before.lastAt < rule.longMs);
  return { since: isSame ? before.since : now, lastAt: now, isActive: true };
}

/** One service's target for the API and the screens. `rates`: burn rates by window, in ms. */
export type SloState = Budget & {
  service: string;
  name: string;
  target: number;
  checks: readonly string[];
  rates: readonly { windowMs: number; rate: number | null }[];
  burning: readonly { kind: BurnKind; since: number }[];
};

export const shownWindows = [5 * minuteMs, 30 * minuteMs, hourMs, 6 * hourMs, 72 * hourMs] as const;
