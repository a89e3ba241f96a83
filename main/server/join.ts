// Turns an invitation link into a token for the team's server. Expected failures are returned as messages.
import { refusalSchema } from '#wire/api/problem.ts';
import { enteredSchema, type Entered } from '#wire/api/sign-in.ts';
import { askServer, type ServerAnswer } from './ask-server.ts';
import { offersSignIn, signInByBrowser } from './company-sign-in.ts';
import { strings } from '../strings.ts';

export type Joined =
  | {
      ok: true;
      server: string;
      token: string;
      /** SHA-256 of the only valid certificate, when the link contains it (HU8). */
      fingerprint?: string;
      person: Entered['person'];
    }
  | { ok: false; message: string };

export type ReadInvitation = { server: string; code: string; fingerprint?: string };

/**
 * Reads `<server>/join#<code>` or `muster://join?server=<server>#<code>`, as people paste them. A hub's code is
 * followed by a dot and its certificate's fingerprint.
 */
export function readInvitation(link: string): ReadInvitation | null {
  const [, code, fingerprint] =
    /^#(.+?)(?:\.([0-9a-f]{64}))?$/.exec(URL.parse(link.trim())?.hash ?? '') ?? [];
  const server = readServer(link);
  return code && server !== null ? { server, code, ...(fingerprint && { fingerprint }) } : null;
}

/** The server of a link, with or without an invitation; null when the link names none. */
export function readServer(link: string): string | null {
  const url = URL.parse(link.trim());
  if (!url) return null;
  const server = url.protocol === 'muster:' ? URL.parse(url.searchParams.get('server') ?? '') : url;
  if (!server || !['http:', 'https:'].includes(server.protocol)) return null;
  if (url.protocol === 'muster:' && url.host !== 'join') return null;
  const folder = server.pathname.replace(/\/join\/?$/, '').replace(/\/$/, '');
  return server.origin + folder;
}

/**
 * Joins with an invitation link, or with a server's plain address through the company's sign-in. `open` shows an
 * address in the person's browser.
 */
export async function joinByLink(
  link: string,
  name: string,
  open: (address: string) => Promise<void>,
): Promise<Joined> {
  const server = readInvitation(link) === null ? readServer(link) : null;
  if (server === null) return acceptInvitation(link, name);
  try {
    if (!(await offersSignIn(server))) return refused(strings.noSignInThere(server));
    const arrived = await signInByBrowser(server, open);
    return arrived.ok ? { ...arrived, server } : refused(arrived.message);
  } catch {
    return refused(strings.cannotBeReached(server));
  }
}

export async function acceptInvitation(link: string, name: string): Promise<Joined> {
  const invitation = readInvitation(link);
  if (!invitation) {
    return refused(strings.thatNotInvitation);
  }
  const { server, code, fingerprint } = invitation;
  const json = { code, name, replica: true };
  const trust = fingerprint ? { fingerprint } : 'usual';
  let told: ServerAnswer;
  try {
    told = await askServer(`${server}/api/v1/invitations/accept`, trust, json);
  } catch {
    return refused(strings.cannotBeReached(server));
  }
  const joined = readAnswer(server, told);
  return joined.ok && fingerprint ? { ...joined, fingerprint } : joined;
}

function readAnswer(server: string, { status, body }: ServerAnswer): Joined {
  const isFine = status >= 200 && status < 300;
  const accepted = enteredSchema.safeParse(body);
  if (isFine && accepted.success) return { ok: true, server, ...accepted.data };
  const problem = refusalSchema.safeParse(body);
  if (isFine || !problem.success) return refused(strings.answersButNot(server));
  if (status === 429) return refused(strings.tooManyAttempts);
  if (status >= 500) {
    return refused(strings.couldNotDo(server, problem.data.detail));
  }
  if ([401, 403, 404, 409, 410].includes(status)) {
    return refused(strings.thisInvitationWas);
  }
  return refused(problem.data.detail);
}

function refused(message: string): Joined {
  return { ok: false, message };
}
