import type { FastifyRequest } from 'fastify';

/** The longest any request may take to arrive: 25 MiB over half a megabit a second. */
export const slowestUploadMs = 420_000;
const slowestBodyMs = 30_000;

/** Closes the connection when a sender takes longer. It applies to bodies held in memory: all but attachments. */
export async function endSlowBody({ raw, headers, routeOptions }: FastifyRequest): Promise<void> {
  if (routeOptions.config.takesBytes === true) return;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  const timer = setTimeout(() => {
    if (!raw.complete) raw.destroy();
  }, slowestBodyMs).unref();
  raw.once('close', () => clearTimeout(timer));
}
