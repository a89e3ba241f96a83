// HB1: the endpoints of healthchecks.io, so that its clients and crontabs only change the address. The address is the
// secret: anyone who knows it may post.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mostBodyBytes, type Beat, type Beats } from './beats.ts';
import { Problem } from '../http/problem.ts';
import { isDecimal } from '../outgoing/decimals.ts';

type Path = { Params: { token: string; what?: string } };

/** Reads the bodies of all routes registered with `http`, whatever their type. */
export function serveBeats(http: FastifyInstance, parts: { beats: Beats }) {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('*', async (_request: FastifyRequest, body: AsyncIterable<Buffer>) =>
    readStart(body),
  );
  // With or without a final slash, as people copy addresses both ways.
  for (const url of ['/beat/:token', '/beat/:token/', '/beat/:token/:what', '/beat/:token/:what/']) {
    http.route<Path>({
      method: ['GET', 'HEAD', 'POST', 'PUT'],
      url,
      bodyLimit: 1024 * 1024,
      handler: (request, reply) => {
        const taken = parts.beats.take(request.params.token, readBeat(request));
        if (taken === 'unknown')
          throw new Problem(
            404,
            'There is no such beat address. It may have been renewed, or its monitor deleted.',
            {
              isFailedCredential: true,
            },
          );
        if (taken === 'too-fast')
          throw new Problem(429, 'Too many beats: one a second, 60 at once.', {
            headers: { 'retry-after': '60' },
          });
        return reply.type('text/plain; charset=utf-8').header('ping-body-limit', mostBodyBytes).send('OK');
      },
    });
  }
}

/** The rest is read and dropped, so that the sender of a long log gets an answer. */
async function readStart(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    if (bytes < mostBodyBytes) chunks.push(chunk);
    bytes += chunk.length;
  }
  const start = Buffer.concat(chunks).subarray(0, mostBodyBytes);
  return new TextDecoder().decode(start, { stream: true });
}

function readBeat({ params, query, body }: FastifyRequest<Path>): Beat {
  const { rid, value } = query as { rid?: unknown; value?: unknown };
  const text = typeof body === 'string' ? body : '';
  return {
    ...readWhat(params.what ?? '0'),
    rid: readRid(rid),
    value: readValue(value, text),
    body: text,
  };
}

function readWhat(what: string): Pick<Beat, 'kind' | 'exit'> {
  if (what === 'start' || what === 'log') return { kind: what, exit: null };
  if (what === 'fail') return { kind: 'fail', exit: null };
  const exit = /^\d{1,3}$/.test(what) ? Number(what) : Number.NaN;
  if (!(exit <= 255)) {
    const errors = [{ field: 'what', expected: 'nothing, start, fail, log or an exit code from 0 to 255' }];
    throw new Problem(404, 'There is nothing at the end of this beat address.', { errors });
  }
  return exit === 0 ? { kind: 'beat', exit: 0 } : { kind: 'fail', exit };
}

function readRid(rid: unknown): string | null {
  if (rid === undefined) return null;
  if (typeof rid === 'string' && /^[\w-]{1,64}$/.test(rid)) return rid;
  throw new Problem(400, 'The id of the run is not as expected.', {
    errors: [{ field: 'rid', expected: 'a UUID, or up to 64 letters, digits and dashes' }],
  });
}

/** `?value=`, or a body that is only a number. */
function readValue(given: unknown, body: string): number | null {
  if (given === undefined) return isDecimal(body) ? Number(body) : null;
  const value = typeof given === 'string' && isDecimal(given) ? Number(given) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new Problem(400, 'The value is not as expected.', {
    errors: [{ field: 'value', expected: 'a number, such as 83.5' }],
  });
}
