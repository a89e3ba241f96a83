// A browser that signs in with the company's account: a jar of cookies that follows redirects.
import { createHash, randomBytes } from 'node:crypto';

/** RFC 7636: the verifier that the page keeps, and the challenge that it sends. */
export const makeVerifier = () => randomBytes(32).toString('base64url');
export const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
/** What the last address of a sign-in says. */
export const saidIn = (url: URL) => new URLSearchParams(url.hash.split('?')[1] ?? url.search);

/** Follows redirects as a browser does, until the address leads where nobody here may go on. */
export function makeBrowser() {
  const jars = new Map<string, Map<string, string>>();
  const visit = async (
    address: string,
    init: RequestInit = {},
  ): Promise<{ url: URL; response: Response }> => {
    const url = new URL(address);
    const jar = jars.get(url.origin) ?? new Map<string, string>();
    jars.set(url.origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return { url, response };
  };
  /** Until the server is done: the address that it leads to in the end. */
  const signIn = async (start: string, account: string): Promise<URL> => {
    let at = start;
    for (let count = 0; count < 15; count += 1) {
      const { url, response } = await visit(at);
      const form =
        response.status === 200 && url.pathname.startsWith('/interaction/')
          ? await visit(at, { method: 'POST', body: new URLSearchParams({ account }) })
          : null;
      const location = (form?.response ?? response).headers.get('location');
      if (location === null) throw new Error(`stopped at ${at}: ${response.status} ${await response.text()}`);
      const next = new URL(location, at);
      if (next.hash.startsWith('#/signed-in') || (next.searchParams.has('state') && next.pathname === '/'))
        return next;
      at = next.href;
    }
    throw new Error('redirected for ever');
  };
  return { visit, signIn };
}
