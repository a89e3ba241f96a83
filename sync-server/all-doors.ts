// What every wing serves besides the API: what machines post, and pages for people without an account. A new door is its
// file and one line here.
import type { FastifyInstance } from 'fastify';
import type { Serving } from './http/app.ts';
import { serveGroup } from './group/ask-lead.ts';
import { serveLiveFeed } from './feed/live-door.ts';
import { serveIntakes } from './intake/intake-door.ts';
import { serveReports } from './intake/report-door.ts';
import { serveBeats } from './monitoring/beat-door.ts';
import { serveCalendars } from './on-call/calendar-door.ts';
import { serveDial } from './on-call/dial-door.ts';
import { serveAcknowledge } from './paging/acknowledge.ts';
import { serveReplies } from './paging/reply-door.ts';
import { serveSignIn } from './sign-in/sign-in-door.ts';
import { servePageDomains, serveStatusPages } from './status-pages/door.ts';
import { serveSubscribing } from './status-pages/subscribers/subscriber-door.ts';

/** Doors that answer under names of their own, before anybody asks whether this server is meant. */
export function serveDomains(http: FastifyInstance, { parts, countFailure }: Serving): void {
  servePageDomains(http, { ...parts, countFailure });
}

export async function serveDoors(
  http: FastifyInstance,
  { parts, guard, countFailure }: Serving,
): Promise<void> {
  await http.register(async (scope) => serveBeats(scope, parts));
  await http.register(async (scope) => serveIntakes(scope, parts, countFailure));
  await http.register(async (scope) => serveReports(scope, parts, countFailure));
  serveSignIn(http, parts);
  serveCalendars(http, parts);
  await serveDial(http, parts);
  await serveReplies(http, parts);
  serveStatusPages(http, { ...parts, countFailure });
  await serveSubscribing(http, parts);
  await serveAcknowledge(http, parts, countFailure);
  if (parts.group !== null) serveGroup(http, { ...parts, secret: parts.group.secret });
  serveLiveFeed(http, parts, guard);
}
