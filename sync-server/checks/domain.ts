import { hostField, urlField } from '../forms/fields.ts';
import { sayDaysLeft, thresholdPassed } from './certificate.ts';
import { defineCheck, degraded, down, unknown, up, type CheckResult } from './check.ts';
import { explainFailure } from './explain.ts';
import { NoAnswer } from './web/http-request.ts';
import { parseDays, warnDaysField } from './tls.ts';
import { makeCookieJar } from './web/cookies.ts';
import { follow, isIn, mostText, sayStatus } from './web/web.ts';

const bootstrap = 'https://rdap.org';

/**
 * RDAP (RFC 9083). When the registry cannot be asked, the result is `unknown`: a registry that is away or limits
 * requests says nothing about the domain and must page nobody.
 */
export const domain = defineCheck({
  label: 'Domain expiry',
  about:
    'Asks the registry (RDAP) when a domain expires. Every few hours is enough, because registries limit requests.',
  intervalSeconds: 21_600,
  area: 'security',
  fields: {
    name: hostField({ label: 'Domain', hint: 'example.org' }),
    warnDays: warnDaysField,
    server: {
      ...urlField({
        label: 'RDAP server',
        hint: 'rdap.org knows which registry to ask',
        group: 'Connection',
        protocols: ['http:', 'https:'],
      }),
      fallback: bootstrap,
    },
  },
  target: ({ name }) => ({ url: '', hostname: name, port: '' }),
  run: async ({ name, server, warnDays }, context) => {
    const startedAt = performance.now();
    const url = `${server.replace(/\/+$/, '')}/domain/${encodeURIComponent(name.toLowerCase())}`;
    try {
      const answer = await follow({ ...plainRequest, url }, good, {
        ...context,
        cookies: makeCookieJar(context.now),
        mostBytes: mostText,
      });
      const latencyMs = performance.now() - startedAt;
      if (answer.status === 404 && server === bootstrap)
        return unknown(`neither ${name} nor the registry of .${name.split('.').at(-1)} is known to RDAP`);
      if (answer.status === 404) return down(`${name} is not registered`, latencyMs);
      if (!isIn(answer.status, good))
        return unknown(`the registry does not answer this: ${sayStatus(answer)}`);
      return judge(answer.text, { name, days: parseDays(warnDays) ?? [], now: context.now(), latencyMs });
    } catch (error) {
      const cause = error instanceof NoAnswer ? error.cause : error;
      return unknown(
        `the registry cannot be asked: ${explainFailure(cause, context.signal, performance.now() - startedAt)}`,
      );
    }
  },
});

const good = [[200, 299]] as const;
const plainRequest = {
  accepted: '200-299',
  slowAfterMs: null,
  method: 'GET',
  headers: 'accept: application/rdap+json',
  body: '',
  user: '',
  password: '',
  bearer: '',
  followsRedirects: true,
  mostRedirects: 5,
  ignoresTls: false,
};

type Asked = { name: string; days: readonly number[]; now: number; latencyMs: number };

function judge(text: string, { name, days, now, latencyMs }: Asked): CheckResult {
  const { expiresAt, statuses } = read(text);
  const lost = statuses.find((status) => /redemption|pending delete/i.test(status));
  if (lost !== undefined) return down(`${name} is being lost: ${lost}`, latencyMs);
  if (expiresAt === null) return unknown('the registry does not say when the domain ends');
  const on = new Date(expiresAt).toISOString().slice(0, 10);
  const threshold = thresholdPassed(expiresAt, now, days);
  if (threshold === 0) return down(`${name} expired on ${on}`, latencyMs);
  const held = statuses.find((status) => /\bhold\b/i.test(status));
  if (held !== undefined) return degraded(`${name} is on hold: ${held}`, latencyMs);
  if (threshold === null) return up(latencyMs);
  return degraded(
    `${name} ends in ${sayDaysLeft(expiresAt, now)}, on ${on} (under ${threshold} days)`,
    latencyMs,
  );
}

type Told = { expiresAt: number | null; statuses: readonly string[] };

function read(text: string): Told {
  try {
    const { events, status } = JSON.parse(text) as { events?: unknown; status?: unknown };
    const list = (Array.isArray(events) ? events : []) as { eventAction?: unknown; eventDate?: unknown }[];
    const end = list.find((event) => event?.eventAction === 'expiration')?.eventDate;
    const expiresAt = typeof end === 'string' ? Date.parse(end) : Number.NaN;
    return {
      expiresAt: Number.isNaN(expiresAt) ? null : expiresAt,
      statuses: Array.isArray(status)
        ? status.filter((each): each is string => typeof each === 'string')
        : [],
    };
  } catch {
    // Invalid JSON counts as JSON without an end date.
    return { expiresAt: null, statuses: [] };
  }
}
