// The upstream's live feed (HT6): one connection, from the request to its end.
import { readFeedMessage } from '#wire/feed/read-message.ts';
import { recentFeedPath, type FeedMessage } from '#wire/feed/messages.ts';
import type { IncomingMessage } from 'node:http';
import { askPeer, explainFailure, OtherCertificate, type Peer } from './peer.ts';
import { readEvents } from '#wire/event-stream.ts';

/**
 * Why it ended. `silent`: the peer stopped answering without closing. `isUnknown`: it does not know our token, because
 * the person was removed or the token ended.
 */
export type FeedEnd = { kind: 'away' | 'refused' | 'silent'; reason: string; isUnknown?: boolean };

type FeedOptions = Peer & {
  /** The longest silence of the upstream, in ms; it sends a comment every 15 s. */
  silenceMs: number;
  signal: AbortSignal;
  /** The next message waits for the promise; a rejection ends the connection with its reason. */
  onMessage: (message: FeedMessage) => Promise<void> | void;
  onHeard: () => void;
};

/** Resolves with the reason for its end; never rejects. */
export async function followFeed(options: FeedOptions): Promise<FeedEnd> {
  const silence = watchSilence(options.silenceMs);
  try {
    const answer = await askPeer(options, {
      method: 'GET',
      path: recentFeedPath,
      headers: { accept: 'text/event-stream' },
      signal: AbortSignal.any([options.signal, silence.signal]),
    });
    const refusal = judge(answer);
    if (refusal !== null) {
      answer.destroy();
      return refusal;
    }
    for await (const data of readEvents(answer.setEncoding('utf8'))) {
      silence.noteHeard();
      options.onHeard();
      const message = data === null ? null : readFeedMessage(data);
      if (message !== null) await silence.during(() => options.onMessage(message));
    }
    return { kind: 'away', reason: 'it closed the connection' };
  } catch (error) {
    if (silence.signal.aborted)
      return { kind: 'silent', reason: `it sent nothing for ${options.silenceMs / 1000} s` };
    const kind = error instanceof OtherCertificate ? 'refused' : 'away';
    return { kind, reason: explainFailure(error) };
  } finally {
    silence.end();
  }
}

/** Its signal aborts once nothing was heard for so long. What a message leads to has time limits of its own. */
function watchSilence(mostMs: number) {
  const silence = new AbortController();
  let isBusy = false;
  const alarm = setTimeout(() => {
    if (isBusy) alarm.refresh();
    else silence.abort();
  }, mostMs);
  return {
    signal: silence.signal,
    noteHeard: () => void alarm.refresh(),
    during: async (work: () => Promise<void> | void) => {
      isBusy = true;
      await work();
      isBusy = false;
      alarm.refresh();
    },
    end: () => clearTimeout(alarm),
  };
}

function judge({ statusCode: status = 0, headers }: IncomingMessage): FeedEnd | null {
  if (status === 401 || status === 403)
    return {
      kind: 'refused',
      reason: `the token is not accepted (HTTP ${status})`,
      isUnknown: status === 401,
    };
  if (status !== 200) return { kind: 'away', reason: `it answered HTTP ${status}` };
  const type = headers['content-type'] ?? 'nothing';
  if (type.startsWith('text/event-stream')) return null;
  return { kind: 'away', reason: `it sent ${type} where a Muster server sends its live feed` };
}
