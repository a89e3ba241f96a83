import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { seerOf } from '../incidents/sight.ts';
import { messageFor } from '../people/seen-by.ts';
import type { Identity } from '../sync/identity.ts';
import type { Log } from '../sync/rooms.ts';
import { beginEvents } from '../http/begin-events.ts';
import type { Guard } from '../http/guard.ts';
import { Problem } from '../http/problem.ts';
import { tokenOf } from '../http/credentials.ts';
import { toEvent, type FollowerView, type LiveFeed } from './live-feed.ts';
import { onlyRecent } from './recent-incidents.ts';
import { seenMessages } from './seen-messages.ts';
import type { Authority } from '../people/authority.ts';
import type { Hub } from '../hub/hub.ts';
import type { Incidents } from '../incidents/incidents.ts';

const mebibyte = 1024 * 1024;
/**
 * SY16: the most followers at once, as with sockets: of one person, and of all except the person at this server. HT14:
 * the bytes that one reader may leave unread beside its snapshot, and all of them together. A dropped reader
 * reconnects and gets a fresh snapshot.
 */
export const feedLimits = {
  ofPerson: 64,
  all: 2_000,
  reserved: 100,
  unread: 4 * mebibyte,
  unreadOfAll: 64 * mebibyte,
};

type Known = Pick<Incidents, 'restricted' | 'isWithheld'>;
type Parts = { feed: LiveFeed; authority: Authority; log: Log; hub: Hub; incidents: Known };

/** HT6: the live feed as server-sent events, until the reader leaves or its person may no longer read. */
export function serveLiveFeed(
  http: FastifyInstance,
  { feed, authority, log, hub, incidents }: Parts,
  guard: Guard,
  limits = feedLimits,
) {
  const open = new Map<ServerResponse, string | undefined>();
  const unread = watchUnread(limits, log);
  // Otherwise the listener, which ends with its connections, would cut them off in mid-message.
  http.addHook('preClose', async () => open.forEach((_person, response) => response.end()));
  http.get(
    '/api/v1/live',
    { onRequest: guard('viewer', 'live:read'), exposeHeadRoute: false },
    (request, reply) => {
      const { raw } = reply;
      const { caller } = request;
      refuseTooMany(open, caller, limits);
      beginEvents(reply);
      const write = unread.writerOf(raw, caller?.label);
      const seeing = caller && seeAs(caller, incidents, wantsRecent(request));
      const leave = followOrEnd(raw, log, () =>
        feed.follow(write, { view: seeing?.view, person: caller?.person }),
      );
      if (leave === null) return;
      // HU2: shows the person as connected to the hub.
      const depart = caller ? hub.arrive({ id: caller.person, name: caller.name, role: caller.role }) : null;
      const stopWatching = watchReader(request, authority, {
        end: () => raw.end(),
        stay: (now) => seeing?.changeTo(now).forEach((message) => write(toEvent(message))),
      });
      open.set(raw, caller?.person);
      raw.on('close', () => {
        open.delete(raw);
        unread.forget(raw);
        leave();
        depart?.();
        stopWatching();
      });
    },
  );
}

/** SY16: leaves room for the person at this server. */
function refuseTooMany(
  open: ReadonlyMap<ServerResponse, string | undefined>,
  caller: Identity | null,
  limits: typeof feedLimits,
): void {
  const most = caller?.ownsServer === true ? limits.all : limits.all - limits.reserved;
  const own = [...open.values()].filter((person) => person === caller?.person).length;
  if (open.size >= most || own >= limits.ofPerson)
    throw new Problem(429, 'Too many live feeds are open.', { headers: { 'retry-after': '10' } });
}

const wantsRecent = ({ query }: FastifyRequest): boolean =>
  (query as { incidents?: unknown }).incidents === 'recent';

/** What the caller may see of the feed, with the teams that they are in now. */
function seeAs(caller: Identity, incidents: Known, isRecent: boolean) {
  let seer = seerOf(caller);
  const seen = seenMessages(incidents, () => seer);
  const view: FollowerView = (message, before) =>
    seen.see(message, before).map((each) => messageFor(caller, isRecent ? onlyRecent(each) : each));
  return {
    view,
    /** TM3: a person who joins or leaves a team keeps following; gained and lost incidents are sent. */
    changeTo: (now: Identity): readonly FeedMessage[] => {
      const before = seer;
      seer = seerOf(now);
      return seen.changeOfSight(before, seer);
    },
  };
}

type Watching = { end: () => void; stay: (now: Identity) => void };

/**
 * AU1: after a role change the reader must reconnect, and sees what the new role allows; without a valid token it is
 * refused. For this computer's own person, the server that sent the data decided their view.
 */
function watchReader(request: FastifyRequest, authority: Authority, { end, stay }: Watching): () => void {
  const { caller } = request;
  const token = tokenOf(request.headers);
  return authority.onChange(() => {
    const now = token === null ? null : authority.identify(token);
    // HU2: a desktop's own person is a local one until the team says who they are; then they are counted anew.
    const isAnother = now !== null && now.person !== caller?.person;
    if (now === null || isAnother || (now.ownsServer !== true && now.role !== caller?.role)) end();
    else stay(now);
  });
}

type Reader = { label: string | undefined; most: number };

/** HT14: drops readers that leave too much unread, of all together those first that leave the most. */
function watchUnread(limits: typeof feedLimits, log: Log) {
  const readers = new Map<ServerResponse, Reader>();
  let isLooking = false;
  const drop = (raw: ServerResponse, unread: number) => {
    const by = readers.get(raw)?.label;
    readers.delete(raw);
    log.warn({ by, unread }, 'dropped a reader of the live feed that does not read');
    raw.destroy();
  };
  const look = () => {
    isLooking = false;
    const sizes = [...readers].map(([raw, { most }]) => ({ raw, most, unread: raw.writableLength }));
    let left = sizes.reduce((sum, { unread }) => sum + unread, 0);
    if (left <= limits.unreadOfAll && sizes.every(({ most, unread }) => unread <= most)) return;
    for (const { raw, most, unread } of sizes.toSorted((a, b) => b.unread - a.unread)) {
      if (unread <= most && left <= limits.unreadOfAll) continue;
      left -= unread;
      drop(raw, unread);
    }
  };
  return {
    writerOf: (raw: ServerResponse, label: string | undefined) => (event: string) => {
      // A dropped reader is a follower until its socket has closed.
      if (raw.destroyed) return;
      // Its first event is the snapshot, which may be larger than what may be left unread of the rest.
      if (!readers.has(raw)) readers.set(raw, { label, most: limits.unread + Buffer.byteLength(event) });
      raw.write(event);
      if (isLooking) return;
      isLooking = true;
      // Once this turn is over the network has taken what it takes at once.
      setImmediate(look);
    },
    forget: (raw: ServerResponse) => readers.delete(raw),
  };
}

/** When the snapshot cannot be read now, the reader is disconnected and comes again. */
function followOrEnd(raw: ServerResponse, log: Log, follow: () => () => unknown): (() => unknown) | null {
  try {
    return follow();
  } catch (error) {
    log.warn({ err: error }, 'a reader of the live feed could not get its snapshot');
    raw.destroy();
    return null;
  }
}
