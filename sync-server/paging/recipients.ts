// Whom a policy's step pages at a given moment, and by which ways. Pure.
import type { Severity } from '#room/facts/fact.ts';
import type { NotifyRule, OnCall, Person, WorkingHours } from '#room/feed/feed.ts';
import { pushChannel } from '../delivery/push/push-way.ts';
import { daysOff } from '../on-call/away.ts';
import { gapsBetween, intersect } from '../on-call/spans.ts';
import { hoursWithin } from '../on-call/shifts.ts';
import { dayMs, openZone } from '#room/time/zone.ts';
import type { PolicyTarget } from '#wire/api/policies.ts';

/** The part of the team that a decision may read. */
export type World = {
  people: readonly Person[];
  onCall: readonly OnCall[];
  channels: readonly { id: string; kind: string; name: string; isPaused: boolean }[];
  /** WP3: people with a push device; absent: nobody. */
  onDevices?: ReadonlySet<string>;
};

export type Recipients = {
  people: readonly string[];
  channels: readonly string[];
  /** Problems to report: schedules with nobody on call, people who are gone. */
  missing: readonly string[];
};

export function findRecipients(targets: readonly PolicyTarget[], world: World): Recipients {
  const people = new Set<string>();
  const channels = new Set<string>();
  const missing: string[] = [];
  const isThere = (id: string) => world.people.some((person) => person.id === id);
  for (const { kind, id, backup } of targets) {
    if (kind === 'channel') {
      if (world.channels.some((channel) => channel.id === id)) channels.add(id);
      else missing.push('a channel that was to be told is gone');
    } else if (kind === 'person') {
      if (isThere(id)) people.add(id);
      else missing.push('the policy names somebody who is no longer in the team');
    } else {
      const duty = world.onCall.find(({ schedule }) => schedule === id);
      if (duty === undefined) missing.push('a schedule that was to be paged is gone');
      else if (duty.person === null) missing.push(`nobody is on call for ${duty.name}`);
      else {
        people.add(duty.person);
        if (backup && duty.backup !== null) people.add(duty.backup);
      }
    }
  }
  return { people: [...people], channels: [...channels], missing };
}

/** Owners answer for the team when nobody else does. */
export const ownersOf = ({ people }: World): string[] =>
  people.filter(({ role }) => role === 'owner').map(({ id }) => id);

/**
 * ES4: without own rules: desktop, push devices and e-mail, where available, all at once. `severity` is the
 * incident's; null returns all ways.
 */
export function waysTo(
  person: Person,
  { channels, onDevices }: World,
  severity: Severity | null = null,
): readonly NotifyRule[] {
  // A rule may name a channel that was removed; if no rule is left, the defaults apply.
  const own = (person.notify ?? []).filter(
    ({ channel, severities }) =>
      (channel === 'desktop' || channels.some(({ id }) => id === channel)) &&
      (severity === null || severities === undefined || severities.includes(severity)),
  );
  if (own.length > 0) return own;
  const mail = channels.find(({ kind, isPaused }) => kind === 'email' && !isPaused);
  const desktop = { channel: 'desktop', afterMinutes: 0 };
  const hasMail = mail !== undefined && person.contact?.email !== undefined;
  return [
    desktop,
    ...(onDevices?.has(person.id) ? [{ channel: pushChannel, afterMinutes: 0 }] : []),
    ...(hasMail ? [{ channel: mail.id, afterMinutes: 0 }] : []),
  ];
}

/** For people who set no working hours. */
const usualHours: WorkingHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' };

/**
 * When this person next works; `now` if they work now. Null if not within a week, or within 60 days for people with
 * absences.
 */
export function nextWork(person: Person | undefined, now: number): number | null {
  const { workingHours = usualHours, timeZone = 'UTC' } = person?.contact ?? {};
  const hours = [{ ...workingHours, days: [...workingHours.days] }];
  const off = person === undefined ? [] : daysOff(person);
  const horizon = now + (off.length === 0 ? 8 : 60) * dayMs;
  const windows = hoursWithin(hours, openZone(timeZone), { from: now, to: horizon });
  const present = gapsBetween(off, now, horizon).map((each) => ({ ...each, what: null }));
  const working = off.length === 0 ? windows : intersect(windows, present);
  const next = working.find(({ to }) => to > now);
  return next === undefined ? null : Math.max(now, next.from);
}
