// SP62: GET /status/<slug>/…, for everybody. Serves the last rendering from memory.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { languages } from '#status-page/languages/index.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { wrongMethod } from '../../http/problem.ts';
import { isHeld } from '../../http/entity-tags.ts';
import { type KnowsHost, namesSeveralHosts } from '../../http/known-hosts.ts';
import { type Encoding, isWorthCompressing, type ServedFile } from '../page/generation.ts';
import { type AccessParts, letIn, refuse, withoutKeys } from './page-access.ts';
import { newsPath } from './news.ts';
import { plainPage } from './plain-page.ts';
import { preferredLanguage } from './preferred-language.ts';
import type { StatusPage } from '../page/records.ts';
import type { AnsweredRequest } from '../../http/app.ts';
import type { Replica } from '../../replica/replica.ts';
import type { StatusPages } from '../status-pages.ts';

type DoorParts = AccessParts & { replica: Replica | null };
type AtOnceParts = {
  replica: Replica | null;
  statusPages: StatusPages;
  baseUrl: () => string;
  metrics: { answered(request: AnsweredRequest): void };
};

const fresh = 'public, max-age=15, stale-while-revalidate=60, stale-if-error=86400';
/** Files that other sites read from their own pages. */
const forAllOrigins =
  /^(?:api\/v2\/|badges?[./]|widget\.js$|embed\.html$|[a-z-]+\/embed\.html$|generation\.json$)/u;
const longestPath = 2_000;

export function serveStatusPages(http: FastifyInstance, parts: DoorParts) {
  const underStatus = (request: FastifyRequest, reply: FastifyReply) => {
    const path = pathOf(request.url);
    const rest = path?.slice('/status/'.length) ?? '';
    const [given = ''] = rest.split('/', 1);
    const slug = given.toLowerCase();
    const page = parts.replica === null ? parts.statusPages.bySlug(slug) : null;
    if (page === null) return answerNothing(reply, parts.replica !== null);
    const below = rest.length === given.length ? null : rest.slice(given.length + 1);
    if (given !== slug || below === null) return redirect(request, reply, `/status/${slug}/${below ?? ''}`);
    return answer(parts, { page, root: `/status/${slug}/`, path: below }, request, reply);
  };
  // Otherwise the listener would wait for the streams, or cut them off.
  http.addHook('preClose', async () => parts.statusPages.news.close());
  http.get('/status', (_request, reply) => answerNothing(reply, false));
  http.get('/status/*', underStatus);
}

/** SP64: finds a page by its own domain. Runs before unknown host names are refused. */
export function servePageDomains(http: FastifyInstance, parts: DoorParts) {
  http.addHook('onRequest', async (request, reply) => {
    const page = pageOfHost(parts, request.raw);
    const path = page === null ? null : pathOf(request.url);
    if (page === null || path === null || notOfDomains.test(path)) return;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      // Another door of this server goes on to answer by itself.
      if (!request.is404) return;
      throw wrongMethod('A status page', ['GET', 'HEAD'], request.method);
    }
    await answer(parts, { page, root: '/', path: path.slice(1) }, request, reply);
  });
}

const notOfDomains = /^\/(?:status|api\/v1|sync|u)\//u;

/**
 * Answers a request for a file of a public page straight from memory, before the usual request handling: a rush of
 * readers must not slow down the rooms. False when that takes longer; `serveStatusPages` then answers.
 */
export function answerAtOnce(
  parts: AtOnceParts,
  { knowsHost, guards }: { knowsHost: KnowsHost; guards: Readonly<Record<string, string>> },
) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (parts.replica !== null || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    const asked = askedAtOnce(parts, request, knowsHost);
    if (asked === null || asked.page.settings.visibility !== 'public') return false;
    if (asked.path === '' && preferredFolder(asked.page, request.headers) !== null) return false;
    const generation = parts.statusPages.ready(asked.page.id);
    const file = generation?.files.get(fileAt(asked.path, request.url));
    if (file === undefined) return false;
    const { status, headers, body } = answerWith(file, asked.path, request.headers);
    if (body instanceof Promise) return false;
    const began = performance.now();
    response.once('finish', () =>
      parts.metrics.answered({
        method: request.method ?? '',
        area: 'status',
        status,
        seconds: (performance.now() - began) / 1_000,
      }),
    );
    response.writeHead(status, { ...guards, ...headers, ...(body && { 'content-length': body.length }) });
    response.end(request.method === 'HEAD' ? null : body);
    return true;
  };
}

type AskedAtOnce = Pick<Asked, 'page' | 'path'>;
function askedAtOnce(parts: AtOnceParts, request: IncomingMessage, knowsHost: KnowsHost): AskedAtOnce | null {
  const path = pathOf(request.url ?? '');
  if (path === null) return null;
  const own = pageOfHost(parts, request);
  if (own !== null && !notOfDomains.test(path)) return { page: own, path: path.slice(1) };
  const [, slug = '', below = ''] = /^\/status\/([^/]+)\/(.*)$/su.exec(path) ?? [];
  const page = slug === '' ? null : parts.statusPages.bySlug(slug);
  return page === null || !knowsHost(request) ? null : { page, path: below };
}

/** Decoded, without the query; null when it cannot be decoded or is too long for any of our files. */
function pathOf(url: string): string | null {
  const [path = ''] = url.split('?', 1);
  if (path.length > longestPath) return null;
  try {
    return decodeURIComponent(path);
  } catch {
    // The path is not valid percent-encoding.
    return null;
  }
}

function pageOfHost(
  { statusPages, replica, baseUrl }: Pick<AtOnceParts, 'statusPages' | 'replica' | 'baseUrl'>,
  { headers, rawHeaders }: IncomingMessage,
): StatusPage | null {
  // A name may end in a dot (RFC 3986 section 3.2.2).
  const host = headers.host?.replace(/\.?(?::\d+)?$/u, '').toLowerCase() ?? '';
  const page = host === '' || replica !== null ? null : statusPages.byDomain(host);
  if (page !== null && namesSeveralHosts(rawHeaders)) return null;
  // Our own addresses always lead to this server, whatever a page claims.
  return page === null || host === new URL(baseUrl()).hostname || isThisComputer(host) ? null : page;
}

const isThisComputer = (host: string): boolean => /^localhost$|^127\.(?:\d+\.){2}\d+$|^\[::1\]$/u.test(host);

/** `root` is the page's path, `path` the file below it. */
type Asked = { page: StatusPage; root: string; path: string };

async function answer(
  parts: DoorParts,
  { page, root, path }: Asked,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const isPublic = page.settings.visibility === 'public';
  // SP63: checked before anything is looked up, so that all paths are refused alike.
  const entry = isPublic ? 'in' : letIn(parts, page, request, root);
  if (entry === 'out') return refuse(page, reply);
  if (typeof entry === 'object' && isForReading(path)) return comeIn(entry, request, reply);
  // SP38: a stream has no head.
  if (path === newsPath && request.method === 'GET')
    return parts.statusPages.news.follow(page, request, reply);
  const folder = path === '' ? preferredFolder(page, request.headers) : null;
  if (folder !== null) return leadTo(`${root}${folder}`, isPublic, request, reply);
  const generation = await parts.statusPages.current(page.id);
  const file = generation?.files.get(fileAt(path, request.url));
  if (file === undefined) {
    const isFolder = path !== '' && generation?.files.has(`${path}/index.html`) === true;
    return isFolder ? redirect(request, reply, `${pathOf(request.url)}/`) : answerNothing(reply, false);
  }
  const { status, headers, body } = answerWith(file, path, request.headers);
  reply.removeHeader('access-control-allow-origin');
  reply.removeHeader('access-control-expose-headers');
  reply.code(status).headers(headers);
  if (!isPublic)
    reply.header('cache-control', 'private, no-store').removeHeader('access-control-allow-origin');
  return reply.send(body === null ? undefined : await body);
}

/** SP51: `history.rss?each=update` is `updates.rss`. */
const fileAt = (path: string, url = ''): string => {
  if (path === '' || path.endsWith('/')) return `${path}index.html`;
  return wantsEachUpdate.test(url) ? path.replace(feedOfIncidents, '$1updates.$2') : path;
};
const wantsEachUpdate = /[?&]each=update(?:&|$)/u;
const feedOfIncidents = /^((?:[a-z-]+\/)?)history\.(rss|atom)$/u;

/** The answer that everybody gets from a public page. The body is a promise while it is being compressed. */
function answerWith(
  file: ServedFile,
  path: string,
  asked: IncomingHttpHeaders,
): { status: 200 | 304; headers: Record<string, string>; body: Buffer | Promise<Buffer> | null } {
  const encoding = isWorthCompressing(file) ? pickEncoding(asked['accept-encoding']) : null;
  const hash = file.hash();
  const headers = {
    'cache-control': fresh,
    ...(forAllOrigins.test(path) && { 'access-control-allow-origin': '*' }),
    etag: `"${hash}${encoding === null ? '' : `-${encoding}`}"`,
    vary: path === '' ? 'Accept-Encoding, Accept-Language' : 'Accept-Encoding',
    ...(file.changedAt !== null && { 'last-modified': new Date(file.changedAt).toUTCString() }),
  };
  // A copy in another compression is still current.
  const isOurs = (tag: string) => tag === hash || tag.startsWith(`${hash}-`);
  const tags = asked['if-none-match'];
  const isCurrent = tags === undefined ? isUnchangedSince(file, asked) : isHeld(tags, isOurs);
  if (isCurrent) return { status: 304, headers, body: null };
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': file.type,
      ...(encoding !== null && { 'content-encoding': encoding }),
    },
    body: encoding === null ? file.bytes : file.encoded(encoding),
  };
}

/** RFC 9110 section 13.1.3, for readers that know no entity tags. A date has whole seconds. */
function isUnchangedSince({ changedAt }: ServedFile, asked: IncomingHttpHeaders): boolean {
  const since = asked['if-modified-since'] ?? '';
  return changedAt !== null && since.endsWith(' GMT') && changedAt - (changedAt % 1_000) <= Date.parse(since);
}

/** RFC 9110 section 12.5.3, as far as our encodings need it: the preferred one, or br of equals. */
function pickEncoding(header: string | string[] | undefined): Encoding | null {
  const weights = new Map<string, number>();
  for (const part of String(header ?? '').split(',')) {
    const [name = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
    const weight = parameters.find((each) => each.startsWith('q='))?.slice(2) ?? '1';
    weights.set(name, /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/u.test(weight) ? Number(weight) : 0);
  }
  const [br, gzip] = [weights.get('br') ?? 0, weights.get('gzip') ?? 0];
  if (br === 0 && gzip === 0) return null;
  return br >= gzip ? 'br' : 'gzip';
}

/** Programs that read feeds, JSON or images with a key keep no cookies, and another site's frame may not. */
const isForReading = (path: string): boolean =>
  path === '' || (/(?:\/|\.html)$/u.test(path) && !path.endsWith('embed.html'));

/** SP130: moves the key from the address into a cookie. */
const comeIn = ({ cookie }: { cookie: string }, request: FastifyRequest, reply: FastifyReply) =>
  reply.header('set-cookie', cookie).header('cache-control', 'no-store').redirect(withoutKeys(request), 303);

/**
 * SP32: the folder of the language that the visitor prefers, such as `fr/`; null for the page's own. Only the bare
 * address is led on: the switch leads to `index.html`.
 */
function preferredFolder({ settings }: StatusPage, headers: IncomingHttpHeaders): string | null {
  const own = settings.language ?? defaultLanguage;
  const offered = Array.isArray(settings.languages) ? settings.languages : languages;
  const wanted = preferredLanguage(headers['accept-language'], [own, ...offered.map(String)]);
  return wanted === null || wanted === own ? null : `${wanted}/`;
}
const defaultLanguage = 'en';

function leadTo(path: string, isPublic: boolean, request: FastifyRequest, reply: FastifyReply) {
  const query = request.url.slice(request.url.split('?', 1)[0]?.length);
  return reply
    .header('cache-control', isPublic ? fresh : 'private, no-store')
    .header('vary', 'Accept-Language')
    .redirect(`${path}${query}`, 302);
}

function redirect(request: FastifyRequest, reply: FastifyReply, path: string) {
  const query = request.url.slice(request.url.split('?', 1)[0]?.length);
  // Two leading slashes would lead to another server.
  return reply.redirect(`${encodeURI(path).replace(/^[/\\]+/u, '/')}${query}`, 308);
}

const answerNothing = (reply: FastifyReply, isReplica: boolean) =>
  reply
    .code(404)
    .type('text/html; charset=utf-8')
    .send(
      isReplica
        ? plainPage('No status page here', 'The team’s own server has the status pages; this one is a copy.')
        : plainPage('No such page', 'There is no status page at this address.'),
    );
