// SI2: sign-in with a company account in a browser. The verifier that proves this browser started it stays in this
// tab.
import type { Entered, SignIn } from '#wire/api/sign-in.ts';
import { digest } from 'lib0/hash/sha256';
import { toBase64 } from 'lib0/buffer';
import { useEffect, useState } from 'react';
import { createApi } from '../../server/http.ts';
import { strings } from '../../strings/index.ts';

const words = strings.firstRun;
const kept = 'muster-sign-in';
const place = '#/signed-in?';

const unpadded = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Null until known, and when this server has no company sign-in. */
export function useCompany(server: string): { host: string } | null {
  const [company, setCompany] = useState<{ host: string } | null>(null);
  useEffect(() => {
    createApi({ server, token: '' })
      .get<SignIn>('/sign-in')
      // With an older server or none, the invitation still works.
      .then(
        (answer) => setCompany(answer.company),
        () => undefined,
      );
  }, [server]);
  return company;
}

/** Goes to the provider's sign-in page. */
export function beginCompanySignIn(server: string): void {
  const verifier = unpadded(crypto.getRandomValues(new Uint8Array(32)));
  sessionStorage.setItem(kept, verifier);
  const challenge = unpadded(digest(new TextEncoder().encode(verifier)));
  location.assign(`${server}/signin?challenge=${challenge}`);
}

/** Whether a company sign-in led back to this page. */
export const isBackFromCompany = (): boolean => location.hash.startsWith(place);

/** The result of a company sign-in; null when none led here. Rejects with a message. */
export function endCompanySignIn(server: string): Promise<{ token: string }> | null {
  if (!isBackFromCompany()) return null;
  const said = new URLSearchParams(location.hash.slice(place.length));
  const verifier = sessionStorage.getItem(kept) ?? '';
  sessionStorage.removeItem(kept);
  // The code works only once and must not stay in the URL.
  history.replaceState(null, '', '/#/');
  const code = said.get('code');
  if (code === null)
    return Promise.reject(new Error(words.company[said.get('refused') ?? ''] ?? words.companyFailed));
  return createApi({ server, token: '' }).post<Entered>('/sign-in', { code, verifier });
}
