// SP62: GET /status/<slug>/…, for everybody. It serves what was rendered last, from memory.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type FailedCredentials, tokenOf } from '../http/credentials.ts';
import { Problem } from '../http/problem.ts';
import { makeTrust } from '../http/trusted-proxies.ts';
import { hasScope } from '../people/scopes.ts';
import type { Parts } from '../parts.ts';
import { type Encoding, type Generation, isWorthCompressing, type ServedFile } from './generation.ts';
import { plainPage } from './plain-page.ts';
import type { StatusPage } from './records.ts';

type DoorParts = Pick<Parts, 'statusPages' | 'identify' | 'replica' | 'baseUrl'> & {
  /** AU4: counts a token that nobody has; false when the address had too many. */
  countFailure: FailedCredentials['count'];
};

const fresh = 'public, max-age=15, stale-while-revalidate=60, stale-if-error=86400';
/** What other sites read from their own pages. */
const forAllOrigins =
  /^(?:api\/v2\/|badges?[./]|widget\.js$|embed\.html$|[a-z-]+\/embed\.html$|generation\.json$)/u;
const longestPath = 2_000;

export function serveStatusPages(http: FastifyInstance, parts: DoorParts) {
  const underStatus = (request: FastifyRequest, reply: FastifyReply) => {
    const path = pathOf(request);
    const rest = path?.slice('/status/'.length) ?? '';
    const [given = ''] = rest.split('/', 1);
    const slug = given.toLowerCase();
    const page = parts.replica === null ? parts.statusPages.bySlug(slug) : null;
    if (page === null) return answerNothing(reply, parts.replica !== null);
    const below = rest.length === given.length ? null : rest.slice(given.length + 1);
    if (given !== slug || below === null) return redirect(request, reply, `/status/${slug}/${below ?? ''}`);
    return answer(parts, page, below, request, reply);
  };
  http.get('/status', (_request, reply) => answerNothing(reply, false));
  http.get('/status/*', underStatus);
}

/** SP64: a page that has a domain of its own is found by the name that was asked for. Before names are refused. */
export function servePageDomains(http: FastifyInstance, parts: DoorParts) {
  http.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return;
    const page = pageOfHost(parts, request);
    const path = page === null ? null : pathOf(request);
    if (page === null || path === null || /^\/(?:status|api\/v1|sync|u)\//u.test(path)) return;
    await answer(parts, page, path.slice(1), request, reply);
  });
}

/** Decoded, without the query; null when it cannot be decoded or is longer than any of ours. */
function pathOf({ url }: FastifyRequest): string | null {
  const [path = ''] = url.split('?', 1);
  if (path.length > longestPath) return null;
  try {
    return decodeURIComponent(path);
  } catch {
    // That is how it says no.
    return null;
  }
}

function pageOfHost(
  { statusPages, replica, baseUrl }: DoorParts,
  request: FastifyRequest,
): StatusPage | null {
  const host = request.headers.host?.replace(/:\d+$/u, '').toLowerCase() ?? '';
  // Our own address leads to us, whatever a page says of itself.
  if (host === '' || replica !== null || host === new URL(baseUrl()).hostname) return null;
  return statusPages.byDomain(host);
}

async function answer(
  parts: DoorParts,
  page: StatusPage,
  path: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const isPublic = page.settings.visibility === 'public';
  // SP63: before anything is looked up, so that every address below it is refused alike.
  if (!isPublic && !isLetIn(parts, page, request)) return refuse(page, reply);
  const generation = await parts.statusPages.current(page.id);
  const file = generation?.files.get(path === '' || path.endsWith('/') ? `${path}index.html` : path);
  if (file === undefined) {
    const isFolder = path !== '' && generation?.files.has(`${path}/index.html`) === true;
    return isFolder ? redirect(request, reply, `${pathOf(request)}/`) : answerNothing(reply, false);
  }
  reply.header('cache-control', isPublic ? fresh : 'private, no-store');
  reply.removeHeader('access-control-allow-origin');
  if (isPublic && forAllOrigins.test(path)) reply.header('access-control-allow-origin', '*');
  return sendFile(generation as Generation, file, request, reply);
}

async function sendFile(
  { renderedAt }: Generation,
  file: ServedFile,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const encoding = isWorthCompressing(file) ? pickEncoding(request.headers['accept-encoding']) : null;
  const hash = file.hash();
  reply.headers({
    etag: `"${hash}${encoding === null ? '' : `-${encoding}`}"`,
    vary: 'Accept-Encoding',
    'last-modified': new Date(renderedAt).toUTCString(),
  });
  if (isKnown(request.headers['if-none-match'], hash)) return reply.code(304).send();
  reply.type(file.type);
  if (encoding === null) return reply.send(file.bytes);
  return reply.header('content-encoding', encoding).send(await file.encoded(encoding));
}

/** A copy that was sent compressed otherwise is as new (RFC 9110 section 13.1.2). */
function isKnown(header: string | undefined, hash: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((tag) => /^\s*(?:W\/)?"([0-9a-f]+)(?:-\w+)?"\s*$/u.exec(tag)?.[1] === hash);
}

/** RFC 9110 section 12.5.3, as far as it says what we may send. */
function pickEncoding(header: string | string[] | undefined): Encoding | null {
  const accepted = new Set<string>();
  for (const part of String(header ?? '').split(',')) {
    const [name = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
    if (!parameters.some((each) => /^q=0(?:\.0*)?$/u.test(each))) accepted.add(name);
  }
  if (accepted.has('br')) return 'br';
  return accepted.has('gzip') ? 'gzip' : null;
}

/** SP63, SP69: one rule for everything below the page: a token of this server, its password, or where one comes from. */
function isLetIn(
  { identify, countFailure }: DoorParts,
  { settings: { password, networks = [] } }: StatusPage,
  { headers, ip }: FastifyRequest,
): boolean {
  if (networks.length > 0 && makeTrust(networks).isTrusted(ip)) return true;
  const token = tokenOf(headers);
  const given = passwordIn(headers.authorization);
  if (token === null && given === null) return false;
  const who = token === null ? null : identify(token);
  if (who !== null && hasScope(who, 'pages:read')) return true;
  if (given !== null && password !== undefined && isSame(given, password)) return true;
  if (countFailure(ip)) return false;
  throw new Problem(429, 'Too many failed attempts from this address.', { headers: { 'retry-after': '60' } });
}

function redirect(request: FastifyRequest, reply: FastifyReply, path: string) {
  const query = request.url.slice(request.url.split('?', 1)[0]?.length);
  // Two slashes at the beginning would lead to another server.
  return reply.redirect(`${encodeURI(path).replace(/^[/\\]+/u, '/')}${query}`, 308);
}

/** RFC 7617: whatever stands before the colon is nobody's name here. Null for anything else. */
function passwordIn(authorization: string | undefined): string | null {
  const given = /^Basic +([A-Za-z0-9+/=]{1,1000})$/iu.exec(authorization ?? '')?.[1];
  if (given === undefined) return null;
  const pair = Buffer.from(given, 'base64').toString('utf8');
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : null;
}

/** Takes as long for any two. */
const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());

const refuse = ({ settings: { password } }: StatusPage, reply: FastifyReply) =>
  reply
    .code(401)
    .header(
      'www-authenticate',
      password === undefined ? 'Bearer' : 'Basic realm="Status page", charset="UTF-8"',
    )
    .type('text/html; charset=utf-8')
    .send(
      password === undefined
        ? plainPage('This page is not public', 'It is for the team alone, with a token of this server.')
        : plainPage('This page is not public', 'It asks for a password. Any name will do.'),
    );

const answerNothing = (reply: FastifyReply, isReplica: boolean) =>
  reply
    .code(404)
    .type('text/html; charset=utf-8')
    .send(
      isReplica
        ? plainPage('No status page here', 'The team’s own server has the status pages; this one is a copy.')
        : plainPage('No such page', 'There is no status page at this address.'),
    );
