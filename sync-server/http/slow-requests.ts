// HT1: time limits for the arrival of a body, at every door and on every route.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WallClock } from '../clock.ts';
import { Problem } from './problem.ts';

/** 25 MiB at half a megabit a second. */
const slowestUploadMs = 420_000;
/** For a body that is held in memory. */
const slowestBodyMs = 30_000;

/**
 * When Node itself closes the connection: later than our answer, for cases we do not see, such as endless headers.
 */
export const mostRequestMs = slowestUploadMs + 60_000;

/** A hook that answers 408 to a body that is too late, and closes the connection if the sender goes on. */
export function endSlowBodies(clock: Pick<WallClock, 'after'>) {
  return async ({ raw, headers, routeOptions }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
    const patienceMs = routeOptions.config.takesBytes === true ? slowestUploadMs : slowestBodyMs;
    const callOff = clock.after(patienceMs, () => {
      if (raw.complete) return;
      // The body was refused already; do not read the rest for ever.
      if (reply.raw.headersSent) {
        raw.destroy();
        return;
      }
      // After the answer Node forgets the request, and code that still reads it would wait for ever.
      raw.socket.once('close', () => raw.destroy());
      reply.raw.once('finish', () => raw.socket.destroySoon());
      const detail = `The body did not arrive within ${patienceMs / 1_000} s.`;
      void reply.send(new Problem(408, detail, { headers: { connection: 'close' } }));
    });
    raw.once('close', callOff);
  };
}
