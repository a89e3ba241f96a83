// CH15: the failing checks of a room, as text.
import type { CheckState, Room } from '../view/room-view.ts';
import { spoken } from '../text/words.ts';

const list = (names: readonly string[], how: string): string[] =>
  names.length === 0 ? [] : [`${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} still ${how}`];

/** Null when none is down or degraded. */
export const sayFailing = spoken(function sayFailing(checks: readonly CheckState[]): string | null {
  const failing = checks.filter(({ status }) => status === 'down');
  const named = (isDegraded: boolean) =>
    failing.filter((check) => (check.isDegraded ?? false) === isDegraded).map(({ name }) => name);
  const said = [...list(named(false), 'down'), ...list(named(true), 'degraded')];
  return said.length === 0 ? null : said.join('; ');
});

/** CO10: the warning for a room that was resolved while a check still fails; null when none does. */
export const sayResolvedBut = spoken(function sayResolvedBut({
  status,
  checks,
  withdrawn,
}: Room): string | null {
  if (status.value !== 'resolved' || withdrawn !== null) return null;
  const failing = sayFailing(checks);
  return failing === null ? null : `Resolved, but ${failing}.`;
});
