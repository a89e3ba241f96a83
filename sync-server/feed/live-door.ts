import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { messageFor } from '../people/contact.ts';
import type { Parts } from '../parts.ts';
import type { Log } from '../sync/rooms.ts';
import type { Guard } from '../http/app.ts';
import { Problem } from '../http/problem.ts';
import { tokenOf } from '../http/credentials.ts';

/** What a reader may leave unread before it is dropped; it comes back and starts with a fresh snapshot. */
const mostUnread = 4 * 1024 * 1024;

/** SY16: how many may follow at once, as with sockets: of one person, and in all but for who sits at the server. */
export const feedLimits = { ofPerson: 64, all: 2_000, reserved: 100 };

/** HT6: the live feed as server-sent events, until the reader leaves or its person may no longer read. */
export function serveLiveFeed(
  http: FastifyInstance,
  { feed, authority, log, hub }: Pick<Parts, 'feed' | 'authority' | 'log' | 'hub'>,
  guard: Guard,
  limits = feedLimits,
) {
  const open = new Map<ServerResponse, string | undefined>();
  // Otherwise the listener, which ends when its connections do, would cut them off in the middle.
  http.addHook('preClose', async () => open.forEach((_person, response) => response.end()));
  http.get(
    '/api/v1/live',
    { onRequest: guard('viewer', 'live:read'), exposeHeadRoute: false },
    (request, reply) => {
      const { raw } = reply;
      const { caller } = request;
      const most = caller?.ownsServer === true ? limits.all : limits.all - limits.reserved;
      const own = [...open.values()].filter((person) => person === caller?.person).length;
      if (open.size >= most || own >= limits.ofPerson)
        throw new Problem(429, 'Too many live feeds are open.', { headers: { 'retry-after': '10' } });
      reply.hijack();
      const headers = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
      raw.writeHead(200, {
        ...Object.fromEntries(headers),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-accel-buffering': 'no',
      });
      raw.on('error', () => raw.destroy());
      const leave = followOrEnd(raw, log, () =>
        feed.follow(
          (event) => {
            raw.write(event);
            if (raw.writableLength <= mostUnread) return;
            log.warn(
              { by: caller?.label, unread: raw.writableLength },
              'dropped a reader of the live feed that does not read',
            );
            raw.destroy();
          },
          {
            view: caller?.role === 'viewer' ? (message) => messageFor(caller, message) : undefined,
            person: caller?.person,
          },
        ),
      );
      if (leave === null) return;
      // HU2
      const depart = caller ? hub.arrive({ id: caller.person, name: caller.name, role: caller.role }) : null;
      // AU1: with another role it comes back and sees what that may see; without a token it is not let in again. What
      // this computer's own person may see was decided by the server that told it.
      const token = tokenOf(request.headers);
      const stopWatching = authority.onChange(() => {
        const now = token === null ? null : authority.identify(token);
        if (now === null || (now.ownsServer !== true && now.role !== caller?.role)) raw.end();
      });
      open.set(raw, caller?.person);
      raw.on('close', () => {
        open.delete(raw);
        leave();
        depart?.();
        stopWatching();
      });
    },
  );
}

/** Where the snapshot cannot be read just now, the reader is let go and comes again. */
function followOrEnd(raw: ServerResponse, log: Log, follow: () => () => unknown): (() => unknown) | null {
  try {
    return follow();
  } catch (error) {
    log.warn({ err: error }, 'a reader of the live feed could not be told how things stand');
    raw.destroy();
    return null;
  }
}
