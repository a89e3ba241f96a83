// HT1: how long a body may take to arrive, at every door and on every route.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WallClock } from '../clock.ts';
import { Problem } from './problem.ts';

/** 25 MiB over half a megabit a second. */
const slowestUploadMs = 420_000;
/** A body that is held in memory. */
const slowestBodyMs = 30_000;

/** When Node hangs up by itself: later than we answer, for what we do not see, such as headers that never end. */
export const mostRequestMs = slowestUploadMs + 60_000;

/** A hook that answers 408 to a body that has not arrived in time, and hangs up on whoever goes on sending it. */
export function endSlowBodies(clock: Pick<WallClock, 'after'>) {
  return async ({ raw, headers, routeOptions }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
    const patienceMs = routeOptions.config.takesBytes === true ? slowestUploadMs : slowestBodyMs;
    const callOff = clock.after(patienceMs, () => {
      if (raw.complete) return;
      // The rest of a body that was refused already is read to no end.
      if (reply.raw.headersSent) {
        raw.destroy();
        return;
      }
      // With its answer out, Node forgets the request: whoever still reads it would wait for ever.
      raw.socket.once('close', () => raw.destroy());
      reply.raw.once('finish', () => raw.socket.destroySoon());
      const detail = `The body did not arrive within ${patienceMs / 1_000} s.`;
      void reply.send(new Problem(408, detail, { headers: { connection: 'close' } }));
    });
    raw.once('close', callOff);
  };
}
