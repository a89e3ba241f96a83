// SP38: tells open pages at once that something was published, by server-sent events. An event is only the sequence of
// the new generation; the page then loads itself anew, as its script also does by the clock where there are no events.
import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { beginEvents } from '../../http/begin-events.ts';
import { networkOf } from '../../http/network-of.ts';
import { Problem } from '../../http/problem.ts';
import type { StatusPage } from '../page/records.ts';
import type { Renderings } from '../publishing/renderings.ts';

/**
 * `all`, `ofNetwork`: streams at once. A stream is short: the reader comes again by itself and is let in anew, and no
 * proxy ends an idle one earlier.
 */
export const newsLimits = { all: 1_000, ofNetwork: 200, lastsMs: 50_000, unread: 16_384 };
/** Readers come back at different times after a restart. */
const soonestMs = 1_000;
const spreadMs = 4_000;

/** The file below a page that is its stream. */
export const newsPath = 'news';

export type News = {
  /** Answers with the stream of this page. Throws a Problem (503) when there are too many. */
  follow: (page: StatusPage, request: FastifyRequest, reply: FastifyReply) => void;
  close: () => void;
};

type Reader = { page: string; network: string };

export function openNews({ onRender }: Pick<Renderings, 'onRender'>, limits = newsLimits): News {
  const readers = new Map<ServerResponse, Reader>();
  /** By page: the newest generation in which more than the time changed. */
  const newest = new Map<string, number>();
  onRender(({ id }, { sequence }, why) => {
    if (why === 'time') return;
    newest.set(id, sequence);
    for (const [raw, { page }] of readers) {
      if (page !== id) continue;
      if (raw.writableLength > limits.unread) raw.destroy();
      else raw.write(toEvent(sequence));
    }
  });
  const refuseTooMany = (network: string) => {
    const own = [...readers.values()].filter((each) => each.network === network).length;
    if (readers.size >= limits.all || own >= limits.ofNetwork)
      throw new Problem(503, 'Too many open pages wait for news. They read the page by the clock.');
  };
  return {
    follow: ({ id }, request, reply) => {
      const network = networkOf(request.ip);
      refuseTooMany(network);
      const { raw } = reply;
      reply.removeHeader('access-control-allow-origin').removeHeader('access-control-expose-headers');
      beginEvents(reply);
      const last = newest.get(id);
      raw.write(`retry: ${Math.round(soonestMs + Math.random() * spreadMs)}\n\n`);
      if (last !== undefined) raw.write(toEvent(last));
      readers.set(raw, { page: id, network });
      const end = setTimeout(() => raw.end(), limits.lastsMs);
      raw.on('close', () => {
        clearTimeout(end);
        readers.delete(raw);
      });
    },
    close: () => readers.forEach((_reader, raw) => raw.end()),
  };
}

const toEvent = (sequence: number) => `data: ${sequence}\n\n`;
