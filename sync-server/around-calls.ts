// Work of the wings around each call of the API. Routes do not know about it.
import type { Parts } from './assembly/open-parts.ts';
import { readingOf, recordCall } from './audit/record-call.ts';
import { markOwned, whyOwned } from './configuration/guard.ts';
import type { Route } from './http/route.ts';
import type { Around } from './http/serve-route.ts';
import { seesAll } from './incidents/sight.ts';
import { passCallOn } from './replica/pass-on.ts';
import { partsFor } from './seen-parts.ts';

/** `routes`: all of them; the audit log reads a thing's state before a change by the route that shows it. */
export function aroundCalls(parts: Parts, routes: readonly Route<Parts>[]): Around<Parts> {
  const reading = readingOf(routes);
  return {
    passOn: passCallOn({ ...parts, seesAll: (caller) => seesAll(parts.incidents, caller) }),
    whyOwned: (route, params) => whyOwned(parts.configuration, route, params),
    partsFor: (caller) => partsFor(parts, caller),
    run: async (route, call) => {
      const answer = await recordCall(route, call, reading);
      return { ...answer, body: markOwned(parts.configuration, route.path, answer.body) };
    },
  };
}
