// MP6: what a process that does not lead answers itself: its own health and its own figures. Everything else is the
// lead's.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import { tokenOf } from '../http/credentials.ts';
import { mayReadMetrics, metricsRefused } from '../http/health.ts';
import { Problem } from '../http/problem.ts';
import { readVersion } from '../installation.ts';
import { openRoomMetrics } from '../metrics/room-metrics.ts';
import type { Lead } from '../storage/postgres/lease.ts';
import type { Identity } from '../sync/identity.ts';
import type { Rooms } from '../sync/rooms.ts';
import { sayProblem } from './ask-lead.ts';

type Options = {
  config: Pick<Config, 'metricsToken'>;
  rooms: Rooms;
  known: { learn(token: string | null): Promise<void>; identify(token: string): Identity | null };
  lead: () => Lead | null;
  /** False while the database is out of reach from here. */
  isCurrent: () => boolean;
};

/** Returns false for a request that the lead answers. */
export function makeOwnAnswers(options: Options) {
  const { rooms, lead, isCurrent } = options;
  const version = readVersion();
  const whyNotReady = () =>
    lead() === null
      ? 'No process leads at the moment.'
      : isCurrent()
        ? null
        : 'The database cannot be reached from this process.';
  const metrics = openRoomMetrics({ rooms, version, leads: false, isReady: () => whyNotReady() === null });
  return (asked: IncomingMessage, answer: ServerResponse): boolean => {
    const path = asked.url?.split('?', 1)[0];
    if (path === '/healthz') sayJson(answer, { status: 'ok', version });
    else if (path === '/metrics') void sayMetrics(asked, answer, { ...options, metrics });
    else if (path === '/readyz') {
      const why = whyNotReady();
      // Ready here: the lead says whether it is ready too.
      if (why === null) return false;
      sayProblem(answer, new Problem(503, why));
    } else return false;
    return true;
  };
}

type Figures = { contentType: string; metrics(): Promise<string> };

async function sayMetrics(
  asked: IncomingMessage,
  answer: ServerResponse,
  { config, known, metrics }: Options & { metrics: Figures },
): Promise<void> {
  const token = tokenOf(asked.headers);
  try {
    // OP29
    if (config.metricsToken !== null) await known.learn(token).catch(() => undefined);
    const who = token === null ? null : known.identify(token);
    if (!mayReadMetrics({ token, who, metricsToken: config.metricsToken }))
      return sayProblem(answer, metricsRefused(token));
    const text = await metrics.metrics();
    answer.writeHead(200, { 'content-type': metrics.contentType }).end(text);
  } catch {
    if (!answer.headersSent) sayProblem(answer, new Problem(500, 'The figures could not be read.'));
  }
}

const sayJson = (answer: ServerResponse, said: object): void =>
  void answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
