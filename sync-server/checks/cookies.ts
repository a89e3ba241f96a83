// The cookies of one measurement (RFC 6265), forgotten at its end.
import type { Cookie, CookieJar as Jar } from 'tough-cookie';
import { validateHeaderValue } from '../outgoing/node-http.ts';

export type CookieJar = {
  /** The cookie header for a request; null without one. `own` is what the check itself sends there. */
  headerFor(url: URL, own: string | null): Promise<string | null>;
  /** What an answer from `url` set; what is not for it, or too large, is dropped. */
  keep(url: URL, headers: readonly string[]): Promise<void>;
  values(): string[];
};

const mostCookies = 100;
const longestCookie = 4_096;

/** `now` is epoch milliseconds. */
export function makeCookieJar(now: () => number): CookieJar {
  let jar: Jar | null = null;
  let kept: Cookie[] = [];
  return {
    headerFor: async (url, own) => {
      const found = (await jar?.getCookies(url.href, { expire: false })) ?? [];
      const fitting = found
        .filter((cookie) => (cookie.expiryTime() ?? Infinity) > now() && isSendable(cookie))
        // RFC 6265, 5.4: the longer path first.
        .toSorted((a, b) => (b.path ?? '').length - (a.path ?? '').length);
      const names = new Set(fitting.map(({ key }) => key));
      // What the server set since goes before what the check began with.
      const ours = (own ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair !== '' && !names.has(pair.split('=')[0] ?? ''));
      const all = [...ours, ...fitting.map((cookie) => cookie.cookieString())];
      return all.length === 0 ? null : all.join('; ');
    },
    keep: async (url, headers) => {
      const small = headers.filter((header) => header.length <= longestCookie);
      if (small.length === 0) return;
      jar ??= await openJar();
      for (const header of small) {
        const cookie = await jar.setCookie(header, url.href, { ignoreError: true, now: new Date(now()) });
        if (!cookie?.key) continue;
        kept = [...kept.filter((each) => !isAlike(each, cookie)), cookie];
        const oldest = kept.length > mostCookies ? kept.shift() : undefined;
        if (oldest) await jar.store.removeCookie(oldest.domain ?? '', oldest.path ?? '/', oldest.key);
      }
    },
    values: () => kept.map(({ value }) => value),
  };
}

const isAlike = (a: Cookie, b: Cookie) => a.key === b.key && a.domain === b.domain && a.path === b.path;

/** Loaded with the first cookie: it knows the public suffixes. */
async function openJar(): Promise<Jar> {
  const { CookieJar: ToughJar } = await import('tough-cookie');
  return new ToughJar(undefined, { looseMode: false });
}

function isSendable(cookie: Cookie): boolean {
  try {
    validateHeaderValue('cookie', cookie.cookieString());
    return true;
  } catch {
    // Node says why, but in terms of its own API.
    return false;
  }
}
