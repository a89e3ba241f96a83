import type { FastifyReply } from 'fastify';

/**
 * Answers with a stream of server-sent events (WHATWG HTML, 9.2), which no cache keeps and no proxy holds back. The
 * caller writes the events and ends `reply.raw`.
 */
export function beginEvents(reply: FastifyReply): void {
  const { raw } = reply;
  reply.hijack();
  const headers = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
  raw.writeHead(200, {
    ...Object.fromEntries(headers),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
  });
  raw.on('error', () => raw.destroy());
}
