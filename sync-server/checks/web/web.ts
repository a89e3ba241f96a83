// How the kinds http, keyword, json and journey ask a web address: shared fields, redirects and evidence. Each kind
// judges the answer itself.
import {
  choiceField,
  numberField,
  optionalNumberField,
  textField,
  toggleField,
  urlField,
} from '../../forms/fields.ts';
import { STATUS_CODES } from '../../outgoing/node-http.ts';
import { isUnansweredName } from '../../outgoing/name-failure.ts';
import { peekCertificate } from '../certificate.ts';
import {
  degraded,
  down,
  unknown,
  up,
  type CheckContext,
  type CheckResult,
  type CheckTarget,
} from '../check.ts';
import { makeCookieJar, type CookieJar } from './cookies.ts';
import { cutBody, type Evidence } from '../evidence.ts';
import { explainFailure, isCertificateFailure } from '../explain.ts';
import { hasWords } from '../measure.ts';
import { headersField, isHeaderValue, parseHeaders } from './headers.ts';
import { nameIn, NoAnswer, requestOnce, type HttpAnswer, type Head } from './http-request.ts';

const group = { request: 'Request', signIn: 'Sign in', answer: 'Answer', connection: 'Connection' };
export const webMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export const webAddress = urlField({
  label: 'Address',
  hint: 'https://example.org/health',
  protocols: ['http:', 'https:'],
});

export const webFields = {
  accepted: textField({
    label: 'Good status codes',
    hint: 'Codes and ranges, such as 200-299, 401',
    group: group.answer,
    fallback: '200-299',
    max: 200,
    check: (text) =>
      parseRanges(text) === null ? 'codes and ranges from 100 to 599, such as 200-299, 401' : null,
  }),
  slowAfterMs: optionalNumberField({
    label: 'Slow after',
    hint: 'A slower answer counts as degraded, which pages nobody',
    group: group.answer,
    unit: 'ms',
    min: 1,
    max: 10_000,
  }),
  method: choiceField({ label: 'Method', group: group.request, options: webMethods }),
  headers: headersField({ hint: 'Not shown again after you save.', group: group.request, isSecret: true }),
  body: textField({ label: 'Body', group: group.request, lines: true, max: 20_000 }),
  user: textField({ label: 'User', hint: 'For basic authentication', group: group.signIn, max: 200 }),
  password: textField({ label: 'Password', group: group.signIn, max: 1_000, isSecret: true }),
  bearer: textField({
    label: 'Bearer token',
    hint: 'Sent as Authorization: Bearer …',
    group: group.signIn,
    max: 4_000,
    isSecret: true,
    check: (text) => (isHeaderValue(text) ? null : 'a token of letters, digits and signs on one line'),
  }),
  followsRedirects: toggleField({ label: 'Follow redirects', group: group.connection, fallback: true }),
  mostRedirects: numberField({
    label: 'At most',
    unit: 'redirects',
    group: group.connection,
    min: 0,
    max: 20,
    fallback: 10,
  }),
  ignoresTls: toggleField({
    label: 'Accept any certificate',
    hint: 'Including an expired or self-signed one',
    group: group.connection,
    fallback: false,
  }),
};

export type WebSettings = {
  url: string;
  accepted: string;
  slowAfterMs: number | null;
  method: string;
  headers: string;
  body: string;
  user: string;
  password: string;
  bearer: string;
  followsRedirects: boolean;
  mostRedirects: number;
  ignoresTls: boolean;
};

export function webTarget({ url }: { url: string }): CheckTarget {
  const { origin, hostname, port, protocol } = new URL(url);
  return { url: origin, hostname, port: port || (protocol === 'https:' ? '443' : '80') };
}

/**
 * The fault of an answer with an accepted status; null for none. `degraded`: no outage. `unknown`: cannot be judged.
 * Text that was not read (`answer.unread`) never counts as absent.
 */
export type WebVerdict = string | { degraded: string } | { unknown: string } | null;
export type Judge = (answer: HttpAnswer) => WebVerdict | Promise<WebVerdict>;

const mebibyte = 1024 * 1024;
/** CK12: two read limits: for a body whose text is judged, and for one whose text does not matter. */
export const mostText = 8 * mebibyte;
const mostUnseen = mebibyte;

type Judging = { judge: Judge; needsBody: boolean };

/** One measurement: sends the request; `judge` examines an answer with an accepted status. */
export async function checkWeb(
  settings: WebSettings,
  context: CheckContext,
  { judge, needsBody }: Judging,
): Promise<CheckResult> {
  const startedAt = performance.now();
  const elapsedMs = () => performance.now() - startedAt;
  const accepted = parseRanges(settings.accepted) ?? [];
  try {
    const cookies = makeCookieJar(context.now);
    const mostBytes = needsBody ? mostText : mostUnseen;
    const answer = await follow(settings, accepted, { ...context, cookies, mostBytes });
    const latencyMs = elapsedMs();
    const { phases, certificate } = answer;
    const more = { phases, ...(certificate && { certificate }) };
    const wrong = isIn(answer.status, accepted) ? await judge(answer) : sayStatus(answer);
    if (wrong !== null && typeof wrong === 'object')
      return 'unknown' in wrong ? unknown(wrong.unknown) : degraded(wrong.degraded, latencyMs, more);
    if (wrong !== null)
      return down(wrong, latencyMs, { ...more, evidence: evidenceOf(answer, context.now()) });
    const isSlow = settings.slowAfterMs !== null && latencyMs > settings.slowAfterMs;
    return isSlow ? degraded(`slow: ${Math.round(latencyMs)} ms`, latencyMs, more) : up(latencyMs, more);
  } catch (error) {
    const cause = error instanceof NoAnswer ? error.cause : error;
    const reason = explainFailure(cause, context.signal, elapsedMs());
    const found = await evidenceOfSilence(settings, error, context);
    return down(reason, null, { ...found, isUnresolved: isUnansweredName(cause) });
  }
}

/** Looks for words in the part of an answer that was read, and says when a part was not read. */
export function findWords({ text, unread }: HttpAnswer, words: string): 'yes' | 'no' | { unread: string } {
  if (hasWords(text, words)) return 'yes';
  return unread === null ? 'no' : { unread };
}

export const sayUnread = (words: string, unread: string): string =>
  `“${words}” is not in what was read of the answer: ${unread}`;

/** What `follow` needs for each request. */
export type Following = Pick<CheckContext, 'signal' | 'egress'> & {
  cookies: CookieJar;
  /** For the last answer. The bodies of redirects are not read. */
  mostBytes: number;
};

/** The first answer that is not a redirect, or whose status is accepted. Rejects without an answer. */
export async function follow(
  settings: WebSettings,
  accepted: Ranges,
  context: Following,
): Promise<HttpAnswer> {
  const { signal, egress, cookies } = context;
  const { ignoresTls, mostRedirects, followsRedirects } = settings;
  let url = new URL(settings.url);
  let { method, body } = settings;
  let headers = headersOf(settings);
  const isFollowed = ({ status, location }: Head) =>
    location !== null && redirects.has(status) && followsRedirects && !isIn(status, accepted);
  for (let count = 0; count <= mostRedirects; count++) {
    const cookie = await cookies.headerFor(url, headers['cookie']?.join('; ') ?? null);
    const answer = await requestOnce({
      url,
      method,
      headers: { ...headers, ...(cookie === null ? {} : { cookie: [cookie] }) },
      body,
      signal,
      egress,
      ignoresTls,
      mostBytes: (head) => (isFollowed(head) ? 0 : context.mostBytes),
    });
    await cookies.keep(url, answer.headers['set-cookie'] ?? []);
    if (!isFollowed(answer)) return answer;
    const next = nextAddress(answer, url);
    // Headers may hold credentials; only the configured server may get them.
    if (next.origin !== url.origin) headers = {};
    if (answer.status === 303 || (answer.status < 303 && method === 'POST')) {
      method = method === 'HEAD' ? 'HEAD' : 'GET';
      body = '';
      headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !aboutBody.has(name)));
    }
    url = next;
  }
  throw new Error(`redirected more than ${mostRedirects} times`);
}

const redirects = new Set([301, 302, 303, 307, 308]);
/** Headers that describe a body. A redirect that drops the body drops them too. */
const aboutBody = new Set(['content-type', 'content-length', 'content-encoding', 'transfer-encoding']);

function nextAddress({ location }: HttpAnswer, url: URL): URL {
  const next = location !== null && URL.canParse(location, url.href) ? new URL(location, url) : null;
  if (next === null || !['http:', 'https:'].includes(next.protocol))
    throw new Error('redirected to something that is not a web address');
  return next;
}

function headersOf({ headers, user, password, bearer }: WebSettings): Record<string, readonly string[]> {
  const basic = user === '' && password === '' ? null : Buffer.from(`${user}:${password}`).toString('base64');
  const credentials = bearer === '' ? basic && `Basic ${basic}` : `Bearer ${bearer}`;
  return { ...(credentials === null ? {} : { authorization: [credentials] }), ...parseHeaders(headers) };
}

export function evidenceOf(answer: HttpAnswer, at: number): Evidence {
  const { version, headers, text, phases, certificate } = answer;
  const told = Object.entries(headers)
    .filter(([name]) => !hiddenHeaders.has(name))
    .map(([name, value]) => [name, String(value).slice(0, longestHeader)] as const);
  return {
    at,
    statusLine: `HTTP/${version} ${sayStatus(answer)}`,
    phases,
    headers: Object.fromEntries(told.slice(0, mostHeaders)),
    body: cutBody(text),
    ...(certificate && { certificate }),
  };
}

const longestHeader = 500;
const mostHeaders = 40;
/** CK2: secrets that a server gives out after a sign-in. */
const hiddenHeaders = new Set(['set-cookie', 'authorization', 'proxy-authorization']);

async function evidenceOfSilence(
  settings: WebSettings,
  error: unknown,
  { now, signal, egress }: CheckContext,
) {
  if (!(error instanceof NoAnswer)) return {};
  const { phases } = error;
  const url = new URL(settings.url);
  const port = Number(url.port || '443');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const certificate = isCertificateFailure(error.cause)
    ? await peekCertificate({ host, port, name: nameIn(headersOf(settings)) ?? host, signal, egress })
    : null;
  const found = certificate && { certificate };
  return { phases, ...found, evidence: { at: now(), phases, ...found } };
}

export function sayStatus({ status, statusText }: HttpAnswer): string {
  return `${status} ${STATUS_CODES[status] ?? statusText}`.trim();
}

export type Ranges = readonly (readonly [number, number])[];

export function isIn(status: number, ranges: Ranges): boolean {
  return ranges.some(([from, to]) => status >= from && status <= to);
}

/** `200-299, 401` as pairs; null when it is not of that form. */
export function parseRanges(text: string): Ranges | null {
  const parts = text.split(',').map((part) => /^\s*(\d{3})(?:\s*-\s*(\d{3}))?\s*$/.exec(part));
  const ranges = parts.map((part) =>
    part ? ([Number(part[1]), Number(part[2] ?? part[1])] as const) : null,
  );
  const isValid = ranges.every(
    (range) => range !== null && range[0] >= 100 && range[1] <= 599 && range[0] <= range[1],
  );
  return isValid ? ranges.filter((range) => range !== null) : null;
}
