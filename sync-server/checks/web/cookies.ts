// The cookies of one measurement (RFC 6265), forgotten at its end.
import type { Cookie, CookieJar as Jar } from 'tough-cookie';
import { validateHeaderValue } from '../../outgoing/node-http.ts';

export type CookieJar = {
  /** The cookie header for a request; null without cookies. `own`: cookies that the check itself sends. */
  headerFor(url: URL, own: string | null): Promise<string | null>;
  /** Keeps the cookies that an answer from `url` set. Foreign or too large ones are dropped. */
  keep(url: URL, headers: readonly string[]): Promise<void>;
  values(): string[];
};

const mostCookies = 100;
const longestCookie = 4_096;

/** `now` is epoch milliseconds. */
export function makeCookieJar(now: () => number): CookieJar {
  let jar: Jar | null = null;
  // Expiry by the given clock; the jar itself counts from the last use. Oldest first.
  const kept = new Map<string, { cookie: Cookie; expiresAt: number }>();
  const isOver = (cookie: Cookie) => (kept.get(idOf(cookie))?.expiresAt ?? 0) <= now();
  return {
    headerFor: async (url, own) => {
      const found = (await jar?.getCookies(url.href, { expire: false })) ?? [];
      const fitting = found
        .filter((cookie) => !isOver(cookie) && isSendable(cookie))
        // RFC 6265, 5.4: longer paths first.
        .toSorted((a, b) => (b.path ?? '').length - (a.path ?? '').length);
      const names = new Set(fitting.map(({ key }) => key));
      // A cookie that the server set replaces the check's own.
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
        kept.delete(idOf(cookie));
        kept.set(idOf(cookie), { cookie, expiresAt: cookie.expiryTime(new Date(now())) ?? Infinity });
        const [oldest] = kept.size > mostCookies ? kept.values() : [];
        if (oldest === undefined) continue;
        kept.delete(idOf(oldest.cookie));
        const { domain, path, key } = oldest.cookie;
        await jar.store.removeCookie(domain ?? '', path ?? '/', key);
      }
    },
    values: () => [...kept.values()].map(({ cookie }) => cookie.value),
  };
}

const idOf = ({ key, domain, path }: Cookie): string => JSON.stringify([key, domain, path]);

/** Loaded at the first cookie, because the library brings the list of public suffixes. */
async function openJar(): Promise<Jar> {
  const { CookieJar: ToughJar } = await import('tough-cookie');
  return new ToughJar(undefined, { looseMode: false });
}

function isSendable(cookie: Cookie): boolean {
  try {
    validateHeaderValue('cookie', cookie.cookieString());
    return true;
  } catch {
    // Node's reason is worded for its API, so it is not shown.
    return false;
  }
}
