// IT13: how the members of a group stand over time, not only in the last message. Alertmanagers restart and
// tell of the members they have seen since; two that run as a pair tell of one thing late. Pure.
import type { Alert, AlertMember } from './alert.ts';

/** `heardAt` is when this server heard last that it fires or ended. */
export type KnownMember = AlertMember & { heardAt?: number };

/** A firing that is told so soon after its end, with the beginning it had before, is the other one's old news. */
export const staleMs = 2 * 60_000;
/** As long it is put aside: longer than Alertmanager's usual group_interval, in which its end is told again. */
export const holdMs = 6 * 60_000;
const mostMembers = 10_000;
/** Ended members are forgotten after this time. */
const forgetMs = 24 * 3_600_000;

export type Merged = {
  members: readonly KnownMember[];
  /** `held`: what fires may be old news; time will tell. */
  action: 'trigger' | 'resolve' | 'held';
};

/** `isCertain` takes what fires for true, however late it is. */
export function mergeMembers(
  known: readonly KnownMember[],
  { members = [], action, leftOut = 0 }: Pick<Alert, 'members' | 'action' | 'leftOut'>,
  now: number,
  isCertain = false,
): Merged {
  const merged = new Map(known.filter((each) => isOfUse(each, now)).map((each) => [each.id, each]));
  let isHeld = false;
  for (const told of members) {
    const before = merged.get(told.id);
    if (told.isFiring && before?.isFiring === false && !isCertain && isOldNews(before, told, now)) {
      isHeld = true;
      continue;
    }
    // An end that lies before this beginning is that of an earlier time.
    const isOldEnd =
      !told.isFiring && before?.isFiring === true && (before.startsAt ?? 0) > (told.endsAt ?? Infinity);
    if (!isOldEnd) merged.set(told.id, { ...told, heardAt: now });
  }
  // Of a group that is over as a whole, those that were not listed are over too.
  const all = [...merged.values()].map((each) =>
    action === 'resolve' && leftOut > 0 && each.isFiring
      ? { ...each, isFiring: false, endsAt: now, heardAt: now }
      : each,
  );
  // The newest, should labels change with every alert.
  const kept = all.slice(-mostMembers);
  if (kept.some(({ isFiring }) => isFiring)) return { members: kept, action: 'trigger' };
  return { members: kept, action: isHeld ? 'held' : 'resolve' };
}

const isOfUse = ({ isFiring, heardAt = 0 }: KnownMember, now: number) => isFiring || heardAt > now - forgetMs;

function isOldNews(ended: KnownMember, told: AlertMember, now: number): boolean {
  if (told.startsAt == null || ended.endsAt == null) return false;
  return told.startsAt <= ended.endsAt && now - (ended.heardAt ?? 0) <= staleMs;
}

/** When the first firing member began, if that is known. */
export const beganAt = (members: readonly AlertMember[]): number | null => {
  const starts = members.flatMap(({ isFiring, startsAt }) =>
    isFiring && startsAt != null ? [startsAt] : [],
  );
  return starts.length === 0 ? null : Math.min(...starts);
};
