// The team's channels that carry a draft, and the delivery state of its copies.
import type { ChannelAnswer } from '#wire/api/channels.ts';
import type { Items } from '#wire/api/list.ts';
import { useCallback, useEffect, useState } from 'react';
import type { Delivery } from '#wire/api/deliveries.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { ApiProblem, sayProblem, useApi, type Api } from '#renderer/server/api.ts';
import { useIncidentId, useIsPast } from '#renderer/live-room/room-provider.tsx';
import { useFeed } from '#renderer/server/feed.tsx';
import type { Draft } from '#room/view/room-view.ts';
import type { Audience } from '#room/team/audiences.ts';

export type SendingChannel = Pick<ChannelAnswer, 'id' | 'name' | 'kind'>;
export type Copying = Delivery;
/** An order to send a draft through a channel. */
export type Order = { draft: string; channel: string; hash: string; override: string };
export type Sending = {
  /** Null until the server has answered. */
  channels: readonly SendingChannel[] | null;
  /** Why nothing can be sent now; null when sending is possible. */
  away: string | null;
  /** Since when the team's server is unreachable; null while that is not the reason. */
  awaySince: number | null;
  /** Copies of this draft, newest first. */
  copies: readonly Copying[];
  /** Resolves with the server's answer; rejects when the server refuses. */
  send(order: Omit<Order, 'draft'>): Promise<void>;
};

const lookEveryMs = 1_000;
/** Attempts, one every `arriveEveryMs`, while my latest changes travel to the server that sends. */
const arrivesWithin = 6;
const arriveEveryMs = 500;

type Found = Pick<Sending, 'channels' | 'away' | 'copies'> & { asked: string };
const nothing: Found = { channels: null, away: null, copies: [], asked: '' };

export function useSending(draft: Draft, audience: Audience): Sending {
  const api = useApi();
  const incident = useIncidentId();
  const isPast = useIsPast();
  const [found, setFound] = useState(nothing);
  const ask = useCallback(async (): Promise<Omit<Found, 'asked'>> => {
    try {
      const [all, deliveries] = await Promise.all([
        api.get<Items<ChannelAnswer>>('/channels'),
        api.get<Items<Copying>>(`/deliveries?incident=${incident}`),
      ]);
      const channels = all.items.filter(({ paused, audiences }) => !paused && audiences.includes(audience));
      const copies = deliveries.items.filter(({ update }) => update?.draft === draft.draft);
      return { channels, copies, away: null };
    } catch (error) {
      return { ...nothing, away: sayProblem(error) };
    }
  }, [api, incident, audience, draft.draft]);

  // Asks again when the team's server connects or disconnects, and when the room logs a sent update.
  const upstreams = useFeed().snapshot?.upstreams ?? [];
  const links = upstreams.map(({ state }) => state);
  const asked = [...links, draft.sent.length].join();
  const isUnderWay = found.copies.some(({ state }) => state === 'queued');
  const everyMs = isUnderWay ? lookEveryMs : found.away === null ? null : 5 * lookEveryMs;
  useEffect(() => {
    // A replay has no current state to ask for.
    if (isPast) return undefined;
    let isWanted = true;
    const look = () => void ask().then((answer) => isWanted && setFound({ ...answer, asked }));
    look();
    const timer = everyMs === null ? undefined : setInterval(look, everyMs);
    return () => {
      isWanted = false;
      clearInterval(timer);
    };
  }, [ask, asked, everyMs, isPast]);

  const send: Sending['send'] = async (order) => {
    await orderSending(api, incident, { draft: draft.draft, ...order });
    setFound({ ...(await ask()), asked });
  };
  return { ...found, awaySince: cutSince(upstreams), send };
}

/** Orders a copy. Repeats the order while the sending server does not have my latest changes. */
async function orderSending(api: Api, incident: string, order: Order): Promise<void> {
  for (let turn = 1; ; turn++) {
    try {
      await api.post(`/incidents/${incident}/updates`, order);
      return;
    } catch (error) {
      if (turn >= arrivesWithin || !isBehind(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, arriveEveryMs));
    }
  }
}

/** Since when no server of the team is connected; null while one is, and on the team's server itself. */
function cutSince(upstreams: FeedSnapshot['upstreams']): number | null {
  const isCut = upstreams.length > 0 && upstreams.every(({ state }) => state !== 'connected');
  return isCut ? Math.max(...upstreams.map(({ since }) => since)) : null;
}

/** The sending server may not have received a recent approval yet. */
const isBehind = (error: unknown) =>
  error instanceof ApiProblem &&
  ((error.status === 409 &&
    error.errors.some(({ field }) => ['hash', 'override', 'draft'].includes(field))) ||
    error.status === 404);
