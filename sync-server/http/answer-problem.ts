// HT1: an error becomes a problem+json, and one line in the log.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FactRefused } from '#room/log/room.ts';
import { diskTrouble } from '../storage/disk-trouble.ts';
import type { Log } from '../sync/rooms.ts';
import { Problem, problemBody, problemType } from './problem.ts';
import type { Refusals } from './refusals.ts';

/** Retry-After when nothing can be stored. */
const storeAgainSeconds = '5';

export const tooManyAttempts = () =>
  new Problem(429, 'Too many failed attempts from this address.', { headers: { 'retry-after': '60' } });

type Logging = { log: Log; refusals: Refusals };

/** Answers with the problem, and leaves one line in the log. */
export function answerProblem(
  problem: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
  { log, refusals }: Logging,
) {
  // Log the pattern, never the address: an address may hold a secret, even when it is misspelt.
  const route = request.routeOptions.url ?? null;
  const about = {
    method: request.method,
    route,
    status: problem.status,
    by: request.caller?.label,
    address: request.ip,
    request: request.id,
  };
  if (problem.status === 503 && problem.cause !== undefined)
    log.error({ ...about, err: problem.cause }, problem.message);
  else if (problem.status >= 500 && problem.status !== 503)
    log.error({ ...about, err: problem.cause }, 'a bug stopped a request');
  else {
    const reason = route === null ? 'There is nothing at this address.' : hideSecrets(problem.message);
    const refused = { ...about, reason, errors: problem.errors };
    const { by } = about;
    // An address that cannot be read is refused before anybody is asked who they are.
    if (by === undefined) refusals.ofStranger(refused, 'refused a request');
    else refusals.ofPerson(by, refused, 'refused a request');
  }
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type(problemType)
    .send(JSON.stringify(problemBody(problem)));
}

/** HT1: hides addresses that are secrets themselves. */
const hideSecrets = (text: string): string =>
  text.replaceAll(/\/(acknowledge|beat|calendar|dial|intake|receipt|reply|report|u)\/[^\s/]+/g, '/$1/…');

/** `most`: the body limit of this route, in bytes. */
export function toProblem(error: unknown, most: number): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof FactRefused)
    return new Problem(400, 'This is not a valid fact; nothing was written.', { errors: error.errors });
  const status = statusOf(error);
  if (status === 413) return new Problem(413, `The body is larger than ${most} bytes.`);
  if (status === 415) return new Problem(415, 'The body must be JSON, with Content-Type: application/json.');
  if (status !== null && status >= 400 && status < 500) {
    return new Problem(status, error instanceof Error ? error.message : 'The request is malformed.');
  }
  const trouble = diskTrouble(error);
  if (trouble !== null)
    return new Problem(503, `The server could not store this: ${trouble}.`, {
      headers: { 'retry-after': storeAgainSeconds },
      cause: error,
    });
  return new Problem(500, 'A bug in the server stopped this request. The server’s log has the details.', {
    cause: error,
  });
}

function statusOf(error: unknown): number | null {
  const isCoded = typeof error === 'object' && error !== null && 'statusCode' in error;
  return isCoded && typeof error.statusCode === 'number' ? error.statusCode : null;
}
