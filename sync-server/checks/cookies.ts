// The cookies of one journey (RFC 6265), forgotten at its end.
import { isIP } from 'node:net';

export type CookieJar = {
  /** The cookie header for a request, if any. */
  headersFor(url: URL): Record<string, string[]>;
  /** What an answer from `url` set; what is not for it, or too large, is dropped. */
  keep(url: URL, headers: readonly string[]): void;
  values(): string[];
};

type Cookie = {
  name: string;
  value: string;
  domain: string;
  /** Whether it is for the names below its domain as well. */
  isWide: boolean;
  path: string;
  isSecure: boolean;
  expiresAt: number;
};

const mostCookies = 100;
const longestCookie = 4_096;

/** `now` is epoch milliseconds. */
export function makeCookieJar(now: () => number): CookieJar {
  let cookies: Cookie[] = [];
  const isAlike = (a: Cookie, b: Cookie) => a.name === b.name && a.domain === b.domain && a.path === b.path;
  return {
    headersFor: (url) => {
      const fitting = cookies
        .filter((cookie) => cookie.expiresAt > now() && isFor(cookie, url))
        .toSorted((a, b) => b.path.length - a.path.length);
      if (fitting.length === 0) return {};
      return { cookie: [fitting.map(({ name, value }) => `${name}=${value}`).join('; ')] };
    },
    keep: (url, headers) => {
      for (const header of headers) {
        const cookie = header.length > longestCookie ? null : parse(header, url, now());
        if (cookie === null) continue;
        // A cookie that is over takes the place of the one it ends, and is never sent.
        cookies = [...cookies.filter((each) => !isAlike(each, cookie)), cookie].slice(-mostCookies);
      }
    },
    values: () => cookies.map(({ value }) => value),
  };
}

function isFor({ domain, isWide, path, isSecure }: Cookie, { hostname, pathname, protocol }: URL): boolean {
  const isHost = hostname === domain || (isWide && hostname.endsWith(`.${domain}`));
  const isPath = pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
  return isHost && isPath && (!isSecure || protocol === 'https:');
}

function parse(header: string, url: URL, now: number): Cookie | null {
  const [pair = '', ...rest] = header.split(';');
  const equals = pair.indexOf('=');
  const name = pair.slice(0, Math.max(equals, 0)).trim();
  if (name === '') return null;
  const attributes = new Map(
    rest.map((each): [string, string] => {
      const [key = '', ...value] = each.split('=');
      return [key.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  const domain = (attributes.get('domain') ?? '').toLowerCase().replace(/^\./, '');
  const { hostname, pathname } = url;
  const isBelow = hostname === domain || (isIP(hostname) === 0 && hostname.endsWith(`.${domain}`));
  // A domain of one word is a whole registry.
  if (domain !== '' && domain !== hostname && (!isBelow || !domain.includes('.'))) return null;
  const path = attributes.get('path') ?? '';
  return {
    name,
    value: pair.slice(equals + 1).trim(),
    domain: domain === '' ? hostname : domain,
    isWide: domain !== '',
    path: path.startsWith('/') ? path : pathname.slice(0, Math.max(1, pathname.lastIndexOf('/'))),
    isSecure: attributes.has('secure'),
    expiresAt: endOf(attributes, now),
  };
}

/** Max-Age goes before Expires; without either it lasts as long as the journey. */
function endOf(attributes: ReadonlyMap<string, string>, now: number): number {
  const maxAge = attributes.get('max-age');
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return now + Number(maxAge) * 1000;
  const expires = Date.parse(attributes.get('expires') ?? '');
  return Number.isNaN(expires) ? Infinity : expires;
}
