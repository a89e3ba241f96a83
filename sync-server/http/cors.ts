import type { FastifyReply, FastifyRequest } from 'fastify';

const desktop = 'app://muster';

/** HT8: the desktop's origin is the only foreign one that may call. Guests in a browser use our own origin. */
export async function allowDesktop(request: FastifyRequest, reply: FastifyReply) {
  reply.header('vary', 'Origin');
  if (request.headers.origin !== desktop) return;
  reply.header('access-control-allow-origin', desktop);
  reply.header('access-control-expose-headers', 'ETag, Location, Retry-After');
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return;
  reply.header('access-control-allow-methods', 'GET, POST, PUT, DELETE');
  reply.header('access-control-allow-headers', 'Authorization, Content-Type, If-Match, Idempotency-Key');
  reply.header('access-control-max-age', '600');
  await reply.code(204).send();
}
