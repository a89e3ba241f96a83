// The upstream's live feed (HT6): one connection, from the request to its end.
import type { FeedMessage } from '#room/feed.ts';
import { schemeOutline } from '#room/scheme.ts';
import { z } from 'zod';
import type { IncomingMessage } from 'node:http';
import { askPeer, explainFailure, OtherCertificate, type Peer } from './peer.ts';
import { readEvents } from './sse.ts';

/** Why it ended. `silent` tells a peer that went without a word from one that closed. */
export type FeedEnd = { kind: 'away' | 'refused' | 'silent'; reason: string };

type FeedOptions = Peer & {
  /** How long the upstream may say nothing at all; it sends a comment every 15 s. */
  silenceMs: number;
  signal: AbortSignal;
  onMessage: (message: FeedMessage) => void;
  onHeard: () => void;
};

// The outline of what we read ourselves; the rest is passed on as it came.
const thing = z.looseObject({ id: z.string() });
const schedule = z.looseObject({ schedule: z.string() });
const incident = z.looseObject({
  id: z.string(),
  status: z.string(),
  factCount: z.number(),
  lastNoted: z.number(),
});
const snapshot = z.looseObject({
  now: z.number(),
  staleSince: z.number().nullable(),
  incidents: z.array(incident),
  monitors: z.array(thing),
  monitoring: z.looseObject({ blindSince: z.number().nullable() }).optional(),
  people: z.array(thing),
  services: z.array(thing).optional(),
  scheme: schemeOutline.optional(),
  onCall: z.array(schedule).optional(),
  pages: z.array(thing).optional(),
  reports: z.array(thing).optional(),
});
const hub = z.looseObject({ host: z.string(), since: z.number(), people: z.number() });
const messageOutline = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('snapshot'), snapshot }),
  z.looseObject({ type: z.literal('incident'), incident }),
  z.looseObject({ type: z.literal('monitor'), monitor: thing }),
  z.looseObject({ type: z.literal('monitor-removed'), id: z.string() }),
  z.looseObject({
    type: z.literal('monitoring'),
    monitoring: z.looseObject({ blindSince: z.number().nullable() }),
  }),
  z.looseObject({
    type: z.literal('sample'),
    monitor: z.string(),
    sample: z.looseObject({ at: z.number() }),
  }),
  z.looseObject({ type: z.literal('people'), people: z.array(thing) }),
  z.looseObject({ type: z.literal('services'), services: z.array(thing) }),
  z.looseObject({ type: z.literal('scheme'), scheme: schemeOutline }),
  z.looseObject({ type: z.literal('on-call'), onCall: z.array(schedule) }),
  z.looseObject({ type: z.literal('pages'), pages: z.array(thing) }),
  z.looseObject({ type: z.literal('reports'), reports: z.array(thing) }),
  z.looseObject({ type: z.literal('bridge'), bridge: z.string().nullable() }),
  z.looseObject({ type: z.literal('hub'), hub: hub.nullable() }),
  z.looseObject({ type: z.literal('status-pages') }),
  z.looseObject({ type: z.literal('upstreams'), staleSince: z.number().nullable() }),
]);
const anyMessage = z.looseObject({ type: z.string() });
const knownTypes = new Set<string>(messageOutline.options.map((option) => option.shape.type.value));

/** Resolves with why it ended, and never rejects. */
export async function followFeed(options: FeedOptions): Promise<FeedEnd> {
  const silence = new AbortController();
  const alarm = setTimeout(() => silence.abort(), options.silenceMs);
  const heard = () => {
    alarm.refresh();
    options.onHeard();
  };
  try {
    const answer = await askPeer(options, {
      method: 'GET',
      path: '/api/v1/live',
      headers: { accept: 'text/event-stream' },
      signal: AbortSignal.any([options.signal, silence.signal]),
    });
    const refusal = judge(answer);
    if (refusal !== null) {
      answer.destroy();
      return refusal;
    }
    for await (const data of readEvents(answer)) {
      heard();
      const message = data === null ? null : readMessage(data);
      if (message !== null) options.onMessage(message);
    }
    return { kind: 'away', reason: 'it closed the connection' };
  } catch (error) {
    if (silence.signal.aborted)
      return { kind: 'silent', reason: `nothing heard for ${options.silenceMs / 1000} s` };
    const kind = error instanceof OtherCertificate ? 'refused' : 'away';
    return { kind, reason: explainFailure(error) };
  } finally {
    clearTimeout(alarm);
  }
}

function judge({ statusCode: status = 0, headers }: IncomingMessage): FeedEnd | null {
  if (status === 401 || status === 403)
    return { kind: 'refused', reason: `the token is not accepted (HTTP ${status})` };
  if (status !== 200) return { kind: 'away', reason: `it answered HTTP ${status}` };
  const type = headers['content-type'] ?? 'nothing';
  if (type.startsWith('text/event-stream')) return null;
  return { kind: 'away', reason: `it sent ${type} where a Muster server sends its live feed` };
}

/** Null for a message of a kind this version does not know. Throws for anything else that is no message. */
function readMessage(data: string): FeedMessage | null {
  const raw: unknown = JSON.parse(data);
  if (!knownTypes.has(anyMessage.parse(raw).type)) return null;
  const { success, error } = messageOutline.safeParse(raw);
  if (success) return raw as FeedMessage;
  const field = error.issues[0]?.path.join('.') ?? '';
  throw new Error(`its live feed sent something unexpected in ${field}`);
}
