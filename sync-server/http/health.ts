import type { FastifyInstance } from 'fastify';
import type { Parts } from '../parts.ts';
import { Problem } from './problem.ts';

/** HT2: what watches the server needs no token. */
export function serveHealth(http: FastifyInstance, { readiness, metrics, version }: Parts) {
  http.get('/healthz', () => ({ status: 'ok', version }));
  http.get('/readyz', () => {
    const reason = readiness();
    if (reason !== null) throw new Problem(503, reason);
    return { status: 'ready' };
  });
  http.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.read()));
}
