import { validateHeaderName, validateHeaderValue, STATUS_CODES } from 'node:http';
import { defineCheck, degraded, down, up } from './check.ts';
import { choiceField, optionalNumberField, textField, urlField } from '../fields.ts';
import { explainFailure, requestOnce, type Answer } from './http-request.ts';

const mostRedirects = 10;
const redirects = new Set([301, 302, 303, 307, 308]);

export const http = defineCheck({
  label: 'HTTP(S)',
  about: 'Asks a web address and looks at the answer.',
  fields: {
    url: urlField({ label: 'Address', hint: 'https://example.org/health', protocols: ['http:', 'https:'] }),
    method: choiceField({
      label: 'Method',
      options: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    }),
    accepted: textField({
      label: 'Good status codes',
      hint: 'Codes and ranges, such as 200-299, 401',
      fallback: '200-299',
      max: 200,
      check: (text) =>
        parseRanges(text) === null ? 'codes and ranges from 100 to 599, such as 200-299, 401' : null,
    }),
    headers: textField({
      label: 'Headers',
      hint: 'One on each line: Name: value. Not shown again once saved.',
      lines: true,
      max: 8_000,
      isSecret: true,
      check: (text) => (parseHeaders(text) === null ? 'lines of the form Name: value' : null),
    }),
    body: textField({ label: 'Body', lines: true, max: 20_000 }),
    keyword: textField({ label: 'Must contain', hint: 'Down when the answer lacks these words', max: 500 }),
    slowAfterMs: optionalNumberField({ label: 'Slow after', unit: 'ms', min: 1, max: 10_000 }),
  },
  target: ({ url }) => {
    const { origin, hostname, port, protocol } = new URL(url);
    return { url: origin, hostname, port: port || (protocol === 'https:' ? '443' : '80') };
  },
  run: async (settings, { signal }) => {
    const startedAt = performance.now();
    const elapsedMs = () => performance.now() - startedAt;
    const accepted = parseRanges(settings.accepted) ?? [];
    try {
      const answer = await follow(settings, accepted, signal);
      const latencyMs = elapsedMs();
      if (!isIn(answer.status, accepted)) return down(sayStatus(answer), latencyMs);
      if (!answer.text.includes(settings.keyword))
        return down(`“${settings.keyword}” is not in the answer`, latencyMs);
      const isSlow = settings.slowAfterMs !== null && latencyMs > settings.slowAfterMs;
      return isSlow ? degraded(`slow: ${Math.round(latencyMs)} ms`, latencyMs) : up(latencyMs);
    } catch (error) {
      return down(explainFailure(error, signal, elapsedMs()));
    }
  },
});

type Settings = { url: string; method: string; headers: string; body: string };
type Ranges = readonly (readonly [number, number])[];

/** The first answer that is no redirect, or that is accepted as it is. */
async function follow(settings: Settings, accepted: Ranges, signal: AbortSignal): Promise<Answer> {
  let url = new URL(settings.url);
  let { method, body } = settings;
  let headers = parseHeaders(settings.headers) ?? {};
  for (let count = 0; count <= mostRedirects; count++) {
    const answer = await requestOnce({ url, method, headers, body, signal });
    if (answer.location === null || !redirects.has(answer.status) || isIn(answer.status, accepted))
      return answer;
    const next = URL.canParse(answer.location, url.href) ? new URL(answer.location, url) : null;
    if (next === null || !['http:', 'https:'].includes(next.protocol))
      throw new Error('redirected to something that is no web address');
    // Headers may hold credentials, which are for the configured server alone.
    if (next.origin !== url.origin) headers = {};
    if (answer.status === 303 || (answer.status < 303 && method === 'POST')) {
      method = method === 'HEAD' ? 'HEAD' : 'GET';
      body = '';
    }
    url = next;
  }
  throw new Error(`redirected more than ${mostRedirects} times`);
}

function sayStatus({ status, statusText }: Answer): string {
  return `${status} ${STATUS_CODES[status] ?? statusText}`.trim();
}

function isIn(status: number, ranges: Ranges): boolean {
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

/** Null when a line is no header. A name given twice is sent twice. */
export function parseHeaders(text: string): Record<string, string[]> | null {
  const headers: Record<string, string[]> = {};
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    try {
      validateHeaderName(colon === -1 ? '' : name);
      validateHeaderValue(name, value);
    } catch {
      // Node says why, but in terms of its own API.
      return null;
    }
    headers[name] = [...(headers[name] ?? []), value];
  }
  return headers;
}
