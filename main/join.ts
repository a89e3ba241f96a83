// Turning an invitation link into a token of the team's server. Expected failures are values, in words.
import { z } from 'zod';
import { strings } from './strings.ts';

export type Joined =
  | { ok: true; server: string; token: string; person: { id: string; name: string } }
  | { ok: false; message: string };

const acceptedSchema = z.object({
  token: z.string().min(1),
  person: z.object({ id: z.string(), name: z.string() }),
});
const problemSchema = z.object({ title: z.string(), detail: z.string().optional() });
const answerWithinMs = 10_000;

/** `<server>/join#<code>` or `muster://join?server=<server>#<code>`, as people paste them. */
export function readInvitation(link: string): { server: string; code: string } | null {
  const code = URL.parse(link.trim())?.hash.slice(1);
  const server = readServer(link);
  return code && server !== null ? { server, code } : null;
}

/** The server that a link leads to, with or without an invitation to it; null when it leads to none. */
export function readServer(link: string): string | null {
  const url = URL.parse(link.trim());
  if (!url) return null;
  const server = url.protocol === 'muster:' ? URL.parse(url.searchParams.get('server') ?? '') : url;
  if (!server || !['http:', 'https:'].includes(server.protocol)) return null;
  if (url.protocol === 'muster:' && url.host !== 'join') return null;
  const folder = server.pathname.replace(/\/join\/?$/, '').replace(/\/$/, '');
  return server.origin + folder;
}

export async function acceptInvitation(link: string, name: string): Promise<Joined> {
  const invitation = readInvitation(link);
  if (!invitation) {
    return refused(strings.thatNotInvitation);
  }
  const { server, code } = invitation;
  let response: Response;
  try {
    response = await fetch(`${server}/api/v1/invitations/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, name, replica: true }),
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
  } catch {
    return refused(strings.cannotBeReached(server));
  }
  return readAnswer(server, response);
}

async function readAnswer(server: string, response: Response): Promise<Joined> {
  const body: unknown = await response.json().catch(() => null);
  const accepted = acceptedSchema.safeParse(body);
  if (response.ok && accepted.success) return { ok: true, server, ...accepted.data };
  const problem = problemSchema.safeParse(body);
  if (response.ok || !problem.success) return refused(strings.answersButNot(server));
  if (response.status === 429) return refused(strings.tooManyAttempts);
  if (response.status >= 500) {
    return refused(strings.couldNotDo(server, problem.data.detail ?? problem.data.title));
  }
  if ([401, 403, 404, 409, 410].includes(response.status)) {
    return refused(strings.thisInvitationWas);
  }
  return refused(problem.data.detail ?? problem.data.title);
}

function refused(message: string): Joined {
  return { ok: false, message };
}
