import { isUlid } from '#room/ulid.ts';
import type { Destination } from './bridge.ts';

/** Where a `muster://` link leads; null for anything else. Join links are checked further by join.ts. */
export function readDeepLink(text: string): Destination | null {
  const url = URL.parse(text);
  if (url?.protocol !== 'muster:') return null;
  if (url.host === 'join') return { screen: 'join', link: text };
  if (url.host !== 'room') return null;
  const incident = url.pathname.slice(1);
  return isUlid(incident) ? { screen: 'room', incident } : null;
}

/** The first link among a command line's arguments that leads somewhere. */
export function findDeepLink(args: readonly string[]): Destination | null {
  for (const arg of args) {
    const destination = readDeepLink(arg);
    if (destination) return destination;
  }
  return null;
}
