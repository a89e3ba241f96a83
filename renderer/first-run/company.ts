// SI2: signing in with the company's accounts in a browser. What proves that this browser began it stays in this tab.
import { digest } from 'lib0/hash/sha256';
import { toBase64 } from 'lib0/buffer';
import { useEffect, useState } from 'react';
import { createApi } from '../http.ts';
import { strings } from '../strings/index.ts';

const words = strings.firstRun;
const kept = 'muster-sign-in';
const place = '#/signed-in?';

const unpadded = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Null while nobody knows, and where this server has no such sign-in. */
export function useCompany(server: string): { host: string } | null {
  const [company, setCompany] = useState<{ host: string } | null>(null);
  useEffect(() => {
    createApi({ server, token: '' })
      .get<{ company: { host: string } | null }>('/sign-in')
      // An older server, or none: there is still the invitation.
      .then(
        (answer) => setCompany(answer.company),
        () => undefined,
      );
  }, [server]);
  return company;
}

/** Leaves this page for the provider's. */
export function beginCompanySignIn(server: string): void {
  const verifier = unpadded(crypto.getRandomValues(new Uint8Array(32)));
  sessionStorage.setItem(kept, verifier);
  const challenge = unpadded(digest(new TextEncoder().encode(verifier)));
  location.assign(`${server}/signin?challenge=${challenge}`);
}

/** Whether this page is where a sign-in led back to. */
export const isBackFromCompany = (): boolean => location.hash.startsWith(place);

/** What became of it, when this page is where it led back to; null when it is not. Rejects in words. */
export function endCompanySignIn(server: string): Promise<{ token: string }> | null {
  if (!isBackFromCompany()) return null;
  const said = new URLSearchParams(location.hash.slice(place.length));
  const verifier = sessionStorage.getItem(kept) ?? '';
  sessionStorage.removeItem(kept);
  // It worked once, and must not stay in the address.
  history.replaceState(null, '', '/#/');
  const code = said.get('code');
  if (code === null)
    return Promise.reject(new Error(words.company[said.get('refused') ?? ''] ?? words.companyFailed));
  return createApi({ server, token: '' }).post<{ token: string }>('/sign-in', { code, verifier });
}
