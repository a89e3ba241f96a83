// Everything served besides the API: endpoints that machines post to, and pages for people without an account. To add a
// door, add its file and one line here.
import type { FastifyInstance } from 'fastify';
import type { Parts } from './assembly/open-parts.ts';
import type { Serving } from './http/app.ts';
import { serveGroup } from './processes/ask-lead.ts';
import { serveLiveFeed } from './feed/live-door.ts';
import { serveIntakes } from './intake/intake-door.ts';
import { serveReports } from './intake/reports/report-door.ts';
import { serveBeats } from './monitoring/beat-door.ts';
import { serveCalendars } from './on-call/calendar-door.ts';
import { serveDial } from './on-call/dial-door.ts';
import { serveAcknowledge } from './paging/answers/acknowledge.ts';
import { serveReplies } from './paging/answers/reply-door.ts';
import { serveSignIn } from './sign-in/sign-in-door.ts';
import { servePageDomains, serveStatusPages } from './status-pages/visitors/door.ts';
import { serveSubscribing } from './status-pages/subscribers/subscriber-door.ts';

/** Doors with their own host names, which answer before the check for this server's name. */
export function serveDomains(http: FastifyInstance, { parts, countFailure, mayTry }: Serving<Parts>): void {
  servePageDomains(http, { ...parts, countFailure, mayTry });
}

export async function serveDoors(
  http: FastifyInstance,
  { parts, guard, countFailure, mayTry }: Serving<Parts>,
): Promise<void> {
  await http.register(async (scope) => serveBeats(scope, parts));
  await http.register(async (scope) => serveIntakes(scope, parts, countFailure));
  await http.register(async (scope) => serveReports(scope, parts, countFailure));
  serveSignIn(http, parts);
  serveCalendars(http, parts);
  await serveDial(http, parts);
  await serveReplies(http, parts);
  serveStatusPages(http, { ...parts, countFailure, mayTry });
  await serveSubscribing(http, { ...parts, countFailure, mayTry });
  await serveAcknowledge(http, parts, countFailure);
  if (parts.group !== null) serveGroup(http, { ...parts, group: parts.group });
  serveLiveFeed(http, parts, guard);
}
