import type { FastifyInstance } from 'fastify';
import { hashSecret } from '../tokens.ts';
import { hasScope } from './scopes.ts';
import type { Identity } from '../sync/identity.ts';
import { tokenOf } from './credentials.ts';
import { isFromHere } from './known-hosts.ts';
import { Problem } from './problem.ts';
import type { Config } from '../config.ts';

/** Takes the same time for any two strings. */
const isSame = (one: string, other: string): boolean => hashSecret(one) === hashSecret(other);

const mayRead = (who: Identity | null): boolean => who !== null && hasScope(who, 'monitors:read');

/** OP29: whether this caller may read the figures. */
export const mayReadMetrics = ({ token, who, metricsToken }: Reader): boolean =>
  metricsToken === null || mayRead(who) || (token !== null && isSame(token, metricsToken));

type Reader = { token: string | null; who: Identity | null; metricsToken: string | null };

export const metricsRefused = (token: string | null) =>
  new Problem(401, 'These figures need a token: MUSTER_METRICS_TOKEN, or one that may read monitors.', {
    headers: { 'www-authenticate': 'Bearer' },
    isFailedCredential: token !== null,
  });

const sayFaults = (count: number): string =>
  `${count === 1 ? 'one fault' : `${count} faults`}; owners read them under /api/v1/configuration`;

export type HealthParts = {
  version: string;
  /** Null when the server can work; otherwise the reason. */
  readiness: () => string | null;
  /** `showsTargets`: with the addresses that monitors watch. */
  metrics: { contentType: string; read(options: { showsTargets: boolean }): Promise<string> };
  identify: (token: string) => Identity | null;
  /** Null on a replica, which pages nobody. */
  pulse: { silentSince(): number | null } | null;
  config: Pick<Config, 'metricsToken'>;
  configuration: { state(): { errors: readonly unknown[] } };
};

/** HT2: tools that watch the server need no token. */
export function serveHealth(http: FastifyInstance, parts: HealthParts) {
  const { readiness, metrics, version, configuration, identify, pulse } = parts;
  http.get('/healthz', () => ({ status: 'ok', version }));
  http.get('/readyz', () => {
    const reason = readiness();
    if (reason !== null) throw new Problem(503, reason);
    const silent = pulse?.silentSince() ?? null;
    // ES20
    if (silent !== null)
      throw new Problem(503, `The paging engine is silent since ${new Date(silent).toISOString()}.`);
    // Still ready: the previous configuration stays in force (CF3). Owners can read the faults.
    const faults = configuration.state().errors.length;
    return { status: 'ready', ...(faults === 0 ? {} : { configuration: sayFaults(faults) }) };
  });
  http.get('/metrics', async ({ raw, headers }, reply) => {
    // HT2: shows monitors only to callers who can read them elsewhere.
    const token = tokenOf(headers);
    const who = token === null ? null : identify(token);
    const { metricsToken } = parts.config;
    if (!mayReadMetrics({ token, who, metricsToken })) throw metricsRefused(token);
    const showsTargets = mayRead(who) || metricsToken !== null || isFromHere(raw);
    return reply.type(metrics.contentType).send(await metrics.read({ showsTargets }));
  });
}
