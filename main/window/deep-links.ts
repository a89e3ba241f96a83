import { isUlid } from '#room/facts/ulid.ts';
import type { Destination } from '../bridge.ts';

/**
 * The destination of a `muster://` link; null for anything else. Accepts the forms that people and programs write:
 * capitals, a final slash, `muster:///room/…`, `%30` for `0`. join.ts checks join links further.
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

/** The parts of the path, the host first: for unknown schemes the first part may be the host. Empty when malformed. */
function readPath({ host, pathname }: URL): string[] {
  try {
    const [place = '', ...rest] = `${host}/${pathname}`
      .split('/')
      .filter((part) => part !== '')
      .map((part) => decodeURIComponent(part));
    return [place.toLowerCase(), ...rest];
  } catch {
    return []; // a malformed percent escape
  }
}

/** The destination of the first valid link among a command line's arguments. */
export function findDeepLink(args: readonly string[]): Destination | null {
  for (const arg of args) {
    const destination = readDeepLink(arg);
    if (destination) return destination;
  }
  return null;
}
