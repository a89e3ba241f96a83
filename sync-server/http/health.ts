import type { FastifyInstance } from 'fastify';
import type { Parts } from '../parts.ts';
import { hasScope } from '../people/scopes.ts';
import type { Identity } from '../sync/identity.ts';
import { tokenOf } from './credentials.ts';
import { isFromHere } from './known-hosts.ts';
import { Problem } from './problem.ts';

const mayRead = (who: Identity | null): boolean => who !== null && hasScope(who, 'monitors:read');

const sayFaults = (count: number): string =>
  `${count === 1 ? 'one fault' : `${count} faults`}; owners read them under /api/v1/configuration`;

/** HT2: what watches the server needs no token. */
export function serveHealth(
  http: FastifyInstance,
  { readiness, metrics, version, configuration, identify }: Parts,
) {
  http.get('/healthz', () => ({ status: 'ok', version }));
  http.get('/readyz', () => {
    const reason = readiness();
    if (reason !== null) throw new Problem(503, reason);
    // Ready all the same: what was in force before stays (CF3). What is wrong is for owners to read.
    const faults = configuration.state().errors.length;
    return { status: 'ready', ...(faults === 0 ? {} : { configuration: sayFaults(faults) }) };
  });
  http.get('/metrics', async ({ raw, headers }, reply) => {
    // HT2: what is watched is told to nobody who could not read it elsewhere.
    const token = tokenOf(headers);
    const showsTargets = isFromHere(raw) || (token !== null && mayRead(identify(token)));
    return reply.type(metrics.contentType).send(await metrics.read({ showsTargets }));
  });
}
