import { isUlid } from '#room/ulid.ts';
import type { Destination } from './bridge.ts';

/**
 * Where a `muster://` link leads; null for anything else. People and programs write them in many ways: capitals, a
 * final slash, `muster:///room/…`, `%30` for `0`. Join links are checked further by join.ts.
 */
export function readDeepLink(text: string): Destination | null {
  const url = URL.parse(text.trim());
  if (url?.protocol !== 'muster:') return null;
  const [place, incident, entry, ...more] = readPath(url);
  if (place === 'join' && incident === undefined)
    return { screen: 'join', link: `muster://join${url.search}${url.hash}` };
  if (place !== 'room' || incident === undefined || more.length > 0) return null;
  const [room, line] = [incident.toUpperCase(), entry?.toUpperCase()];
  if (!isUlid(room)) return null;
  if (line === undefined) return { screen: 'room', incident: room };
  return isUlid(line) ? { screen: 'room', incident: room, entry: line } : null;
}

/** The host is the first part: a scheme that browsers do not know has it there or in its path. Empty: not to be read. */
function readPath({ host, pathname }: URL): string[] {
  try {
    const [place = '', ...rest] = `${host}/${pathname}`
      .split('/')
      .filter((part) => part !== '')
      .map((part) => decodeURIComponent(part));
    return [place.toLowerCase(), ...rest];
  } catch {
    return []; // a percent sign that stands for nothing
  }
}

/** The first link among a command line's arguments that leads somewhere. */
export function findDeepLink(args: readonly string[]): Destination | null {
  for (const arg of args) {
    const destination = readDeepLink(arg);
    if (destination) return destination;
  }
  return null;
}
