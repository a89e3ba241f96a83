// SI2: the addresses where a browser begins its sign-in and returns. Both only redirect.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';
import { createRate } from '../sync/rate.ts';
import type { Begun, Destination } from './going.ts';
import { sayFailure } from './provider.ts';
import type { CompanySignIn } from './open.ts';
import type { Log } from '../sync/rooms.ts';

type DoorParts = { companySignIn: CompanySignIn | null; baseUrl: () => string; now: () => number; log: Log };

const signInPath = '/signin';
const callbackPath = '/signin/callback';
const cookieName = 'muster-signin';
const challengeShape = /^[\w-]{43}$/u;

export function serveSignIn(http: FastifyInstance, parts: DoorParts) {
  const { baseUrl } = parts;
  const tell = makeTelling(parts);
  const known = () => {
    if (parts.companySignIn !== null) return parts.companySignIn;
    throw new Problem(404, 'This server does not offer sign-in with company accounts.');
  };

  http.get(signInPath, async (request, reply) => {
    const { provider, going } = known();
    const how = readAsked(request);
    if (how === null) throw new Problem(400, 'Sign in from the start page of Muster, or from the desktop.');
    try {
      const begun = await provider.begin(`${baseUrl()}${callbackPath}`);
      // SI5: only the browser that began may return.
      reply.header('set-cookie', cookie(going.begin(begun, how), baseUrl(), 600));
      return reply.redirect(begun.url.href, 303);
    } catch (error) {
      tell('the provider of sign-ins cannot be reached', error);
      return leave(reply, how.to, { refused: 'provider-away' });
    }
  });

  http.get(callbackPath, async (request, reply) => {
    const { provider, going } = known();
    const url = new URL(request.url, baseUrl());
    const state = url.searchParams.get('state') ?? '';
    const begun = going.take(cookieOf(request), state);
    reply.header('set-cookie', cookie('', baseUrl(), 0));
    if (begun === null) return leave(reply, 'browser', { refused: 'too-late' });
    try {
      const callback = new URL(`${baseUrl()}${callbackPath}${url.search}`);
      const who = await provider.finish(begun, callback);
      return leave(reply, begun.to, { code: going.arrive(who, begun.challenge) });
    } catch (error) {
      tell('a sign-in was not completed', error, request.ip);
      return leave(reply, begun.to, { refused: url.searchParams.has('error') ? 'not-allowed' : 'failed' });
    }
  });
}

/** SI8: both addresses are open to everybody, and what is on record stays there. With `address` it goes on record. */
function makeTelling({ log, now, companySignIn }: DoorParts) {
  const rate = createRate(1 / 60, 30, now);
  return (what: string, error: unknown, address?: string) => {
    if (!rate.take()) return;
    const reason = sayFailure(error);
    log.warn({ reason }, what);
    if (address !== undefined) companySignIn?.signIns.refused(reason, address, null);
  };
}

function readAsked({ query }: FastifyRequest): Pick<Begun, 'challenge' | 'to'> | null {
  const { challenge, port, state } = query as Record<string, unknown>;
  if (typeof challenge !== 'string' || !challengeShape.test(challenge)) return null;
  if (port === undefined) return { challenge, to: 'browser' };
  const number = Number(port);
  const isPort = Number.isInteger(number) && number > 0 && number <= 65_535;
  if (!isPort || typeof state !== 'string' || !challengeShape.test(state)) return null;
  return { challenge, to: { port: number, state } };
}

/** Redirects to the start page, with the result behind `#`, which no server sees; or to the person's own desktop. */
function leave(reply: FastifyReply, to: Destination, what: Record<string, string>) {
  const said = new URLSearchParams(what);
  if (to === 'browser') return reply.redirect(`/#/signed-in?${said.toString()}`, 303);
  said.set('state', to.state);
  return reply.redirect(`http://127.0.0.1:${to.port}/?${said.toString()}`, 303);
}

const cookie = (value: string, baseUrl: string, seconds: number) =>
  `${cookieName}=${value}; Path=${signInPath}; HttpOnly; SameSite=Lax; Max-Age=${seconds}${baseUrl.startsWith('https:') ? '; Secure' : ''}`;

const cookieOf = ({ headers }: FastifyRequest): string =>
  new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]+)`, 'u').exec(headers.cookie ?? '')?.[1] ?? '';
