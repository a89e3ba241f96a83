// SP130: lets a member's browser into a page that is not public. The member's program, which holds their token, asks
// for a short-lived link that works once. The browser that opens it may read for a working day. Kept in memory: after
// a restart, the member opens the page from Muster again.
import { randomBytes } from 'node:crypto';
import { hashSecret } from '../../tokens.ts';

const followMs = 60_000;
export const visitMs = 12 * 3_600_000;
/** Limit per kind; the oldest are dropped. */
const mostKept = 10_000;

type Pass = { page: string; person: string; until: number };
export type Visits = {
  /** A code that lets one browser in once, within a minute. */
  invite(page: string, person: string): string;
  /** Redeems the code and returns the browser's cookie value; null when the code is unknown or used. */
  enter(page: string, code: string): string | null;
  /** The visitor of the page with this cookie value; null when there is none. */
  visitorOf(page: string, kept: string): string | null;
};

export function openVisits(now: () => number): Visits {
  const [invited, visiting] = [new Map<string, Pass>(), new Map<string, Pass>()];
  const add = (to: Map<string, Pass>, pass: Pass): string => {
    const code = randomBytes(24).toString('base64url');
    for (const [each, { until }] of to) {
      if (until > now() && to.size < mostKept) break;
      to.delete(each);
    }
    to.set(hashSecret(code), pass);
    return code;
  };
  const find = (from: Map<string, Pass>, page: string, code: string): Pass | null => {
    const pass = from.get(hashSecret(code));
    return pass !== undefined && pass.page === page && pass.until > now() ? pass : null;
  };
  return {
    invite: (page, person) => add(invited, { page, person, until: now() + followMs }),
    enter: (page, code) => {
      const pass = find(invited, page, code);
      if (pass === null) return null;
      invited.delete(hashSecret(code));
      return add(visiting, { ...pass, until: now() + visitMs });
    },
    visitorOf: (page, kept) => find(visiting, page, kept)?.person ?? null,
  };
}
