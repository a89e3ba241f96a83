// IT13: the state of a group's members over time, not only in the last message. A restarted Alertmanager knows only
// the members it has seen since; of two that run as a pair, one may report late. Pure.
import type { Alert, AlertMember } from './alert.ts';

/** `heardAt`: when this server last got its state, firing or ended. */
export type KnownMember = AlertMember & { heardAt?: number };

/** A firing that began before the last end and comes this soon after it is outdated news from the other Alertmanager. */
export const staleMs = 2 * 60_000;
/** Such news is held this long: longer than Alertmanager's usual group_interval, after which it repeats the end. */
export const holdMs = 6 * 60_000;
const mostMembers = 10_000;
/** Ended members are forgotten after this time. */
const forgetMs = 24 * 3_600_000;

export type Merged = {
  members: readonly KnownMember[];
  /** `held`: the firing members may be outdated news; wait before acting. */
  action: 'trigger' | 'resolve' | 'held';
};

/** `isCertain` believes firing members, however late the message is. */
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
    // An end before the present start belongs to an earlier firing.
    const isOldEnd =
      !told.isFiring && before?.isFiring === true && (before.startsAt ?? 0) > (told.endsAt ?? Infinity);
    if (!isOldEnd) merged.set(told.id, { ...told, heardAt: now });
  }
  // When the whole group is resolved, members that were not listed are resolved too.
  const all = [...merged.values()].map((each) =>
    action === 'resolve' && leftOut > 0 && each.isFiring
      ? { ...each, isFiring: false, endsAt: now, heardAt: now }
      : each,
  );
  // Keep only the newest, in case labels change with every alert.
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
