// What the wings do around each call of the API; routes do not know of it.
import { readingOf, recordCall } from './audit/record-call.ts';
import { markOwned, whyOwned } from './configuration/guard.ts';
import type { Route } from './http/route.ts';
import type { Around } from './http/serve-route.ts';
import type { Parts } from './parts.ts';
import { passCallOn } from './replica/pass-on.ts';

/** `routes`: all of them; the audit log reads a thing's state before a change by the route that shows it. */
export function aroundCalls(parts: Parts, routes: readonly Route[]): Around {
  const reading = readingOf(routes);
  return {
    passOn: passCallOn(parts),
    whyOwned: (route, params) => whyOwned(parts.configuration, route, params),
    run: async (route, call) => {
      const answer = await recordCall(route, call, reading);
      return { ...answer, body: markOwned(parts.configuration, route.path, answer.body) };
    },
  };
}
