// SP63, SP69, SP130: who may see a page that is not public. One rule for everything below it: HTML, JSON, feeds,
// badges, widget and images.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FailedCredentials, tokenOf } from '../../http/credentials.ts';
import { Problem } from '../../http/problem.ts';
import { makeTrust } from '../../http/trusted-proxies.ts';
import { hasScope } from '../../http/scopes.ts';
import { plainPage } from './plain-page.ts';
import type { StatusPage } from '../page/records.ts';
import { visitMs } from './visits.ts';
import type { Identity } from '../../sync/identity.ts';
import type { People } from '../../people/people.ts';
import type { StatusPages } from '../status-pages.ts';

export type AccessParts = {
  statusPages: StatusPages;
  identify: (token: string) => Identity | null;
  people: People;
  baseUrl: () => string;
} & {
  /** AU4: counts a wrong credential; false when the address had too many. */
  countFailure: FailedCredentials['count'];
  mayTry: FailedCredentials['mayTry'];
};
/** The browser keeps `cookie`, so that the page's links work. */
type Entry = 'in' | 'out' | { cookie: string };

const cookieName = 'muster-page';
const passName = 'pass';
const keyName = 'key';

/** Throws a Problem with 429 for an address that guesses. `path` is the page's path with its last slash. */
export function letIn(parts: AccessParts, page: StatusPage, request: FastifyRequest, path: string): Entry {
  const { password, networks = [], linkKey } = page.settings;
  if (networks.length > 0 && makeTrust(networks).isTrusted(request.ip)) return 'in';
  const query = queryOf(request);
  const pass = query.get(passName);
  const key = query.get(keyName);
  const kept = cookieOf(request);
  if (kept !== null && isKnownCookie(parts, page, kept)) return 'in';
  const token = tokenOf(request.headers);
  const given = passwordIn(request.headers.authorization);
  if (token !== null && mayRead(parts, token)) return 'in';
  if (given !== null && mayRead(parts, given)) return 'in';
  // SP69: people choose passwords, so those of an address that guesses are not even compared.
  const mayGuess = given !== null && password !== undefined && parts.mayTry(request.ip);
  if (mayGuess && isSame(given, password)) return 'in';
  const setCookie = (value: string) => ({ cookie: cookieFor(value, path, isSecure(parts, request)) });
  if (key !== null && linkKey !== undefined && isSame(key, linkKey)) return setCookie(`k.${key}`);
  const visit = pass === null ? null : parts.statusPages.visits.enter(page.id, pass);
  if (visit !== null) return setCookie(`v.${visit}`);
  // An expired cookie is not a guess: nobody guesses 192 bits.
  if (token === null && given === null && key === null && pass === null) return 'out';
  if (parts.countFailure(request.ip)) return 'out';
  throw new Problem(429, 'Too many failed attempts from this address.', { headers: { 'retry-after': '60' } });
}

/** AU8: a token of this server whose scopes allow reading pages. */
function mayRead({ identify }: AccessParts, token: string): boolean {
  const who = identify(token);
  return who !== null && hasScope(who, 'pages:read');
}

/** The address without its key, so that the key is in no history and no link. */
export function withoutKeys({ url }: FastifyRequest): string {
  const [path = '', query = ''] = url.split('?', 2);
  const rest = new URLSearchParams(query);
  rest.delete(passName);
  rest.delete(keyName);
  return `${path.replace(/^[/\\]+/u, '/')}${rest.size === 0 ? '' : `?${rest.toString()}`}`;
}

/** The link that a member's browser opens. */
export const passLink = (address: string, code: string): string => `${address}?${passName}=${code}`;

const queryOf = ({ url }: FastifyRequest) => new URLSearchParams(url.split('?', 2)[1] ?? '');

function isKnownCookie(
  { statusPages, people }: AccessParts,
  { id, settings }: StatusPage,
  kept: string,
): boolean {
  const value = kept.slice(2);
  if (kept.startsWith('k.')) return settings.linkKey !== undefined && isSame(value, settings.linkKey);
  const person = kept.startsWith('v.') ? statusPages.visits.visitorOf(id, value) : null;
  return person !== null && people.find(person) !== null;
}

function cookieOf({ headers }: FastifyRequest): string | null {
  for (const each of (headers.cookie ?? '').split(';')) {
    const [name = '', value = ''] = each.trim().split('=', 2);
    if (name === cookieName && /^[kv]\.[\w-]{1,250}$/u.test(value)) return value;
  }
  return null;
}

const cookieFor = (value: string, path: string, isSecure: boolean): string =>
  `${cookieName}=${value}; Path=${path}; Max-Age=${visitMs / 1_000}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;

const isSecure = ({ baseUrl }: AccessParts, { protocol }: FastifyRequest): boolean =>
  protocol === 'https' || baseUrl().startsWith('https:');

/** RFC 7617: the user name before the colon is ignored. Null for anything else. */
function passwordIn(authorization: string | undefined): string | null {
  const given = /^Basic +([A-Za-z0-9+/=]{1,1000})$/iu.exec(authorization ?? '')?.[1];
  if (given === undefined) return null;
  const pair = Buffer.from(given, 'base64').toString('utf8');
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : null;
}

/** Takes the same time for any two values. */
const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());

/** SP63: the answer at every address of a page that the visitor may not see. */
export const refuse = ({ settings: { password } }: StatusPage, reply: FastifyReply) =>
  reply
    .code(401)
    .header('www-authenticate', 'Basic realm="Status page", charset="UTF-8"')
    .type('text/html; charset=utf-8')
    .send(
      password === undefined
        ? plainPage(
            'This page is not public',
            'Members of the team open it from Muster, or give a token of theirs as the password. Any name will do.',
          )
        : plainPage('This page is not public', 'It asks for a password. Any name will do.'),
    );
