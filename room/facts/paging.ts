// Facts about paging: pages requested by hand (PH), and the result of each page.
import { z } from 'zod';
import { sayList } from '../text/words.ts';
import { after, defineKind, fields } from './kind.ts';
import { limits } from '../text/limits.ts';

/** The most targets of one request. */
export const mostPageTargets = 20;

/** PH1: the target of a page by hand: exactly one of the first five fields; `name` is its display name. */
const askedTarget = z.looseObject({
  person: fields.id.optional(),
  /** A service, meaning the person on call for it. */
  onCallFor: fields.name.optional(),
  schedule: fields.id.optional(),
  policy: fields.id.optional(),
  /** An e-mail address outside the team. */
  address: z.string().min(1).max(254).optional(),
  name: fields.name.optional(),
});
export type AskedTarget = z.output<typeof askedTarget>;

/** Whether an outside address is one that a page can be sent to. */
export const isEmailAddress = (address: string): boolean => /^[^\s@<>,;"]+@[^\s@<>,;"]+$/u.test(address);

type Naming = (person: string) => string;

/** A target in words, as a line of the timeline names it. */
export function sayTarget(target: AskedTarget, names: Naming): string {
  const { person, onCallFor, schedule, policy, address, name } = target;
  if (person !== undefined) return names(person) === person ? (name ?? person) : names(person);
  if (onCallFor !== undefined) return `the person on call for ${onCallFor}`;
  if (schedule !== undefined) return `the person on call in ${name ?? schedule}`;
  if (policy !== undefined) return `the policy “${name ?? policy}”`;
  return address ?? name ?? 'somebody';
}

/** Several targets as one phrase: `Bo, Cy and the person on call for search`. */
export function sayTargets(targets: readonly AskedTarget[], names: Naming): string {
  return targets.length === 0 ? 'somebody' : sayList(targets.map((target) => sayTarget(target, names)));
}

export const pagingKinds = {
  'page-asked': defineKind(
    {
      targets: z.array(askedTarget).min(1).max(mostPageTargets),
      text: fields.why.optional(),
      /** The Idempotency-Key of the request. */
      request: z.string().max(limits.url).optional(),
    },
    {
      isKey: true,
      say: (fact, { who, name }) => `${who} asked for ${sayTargets(fact.targets, name)}${after(fact.text)}`,
    },
  ),
  paged: defineKind(
    {
      /** Absent when the channel has many readers. */
      person: fields.id.optional(),
      channel: fields.name,
      /** NU6: the person's time zone at that moment. */
      zone: fields.name.optional(),
      /** PH: an address outside the team. */
      address: fields.title.optional(),
      outcome: z.looseObject({ ok: z.boolean(), reason: fields.why.optional() }),
      /** Why paging sent it, and how often it was tried. */
      why: fields.why.optional(),
      attempts: z.number().optional(),
      /** PH: somebody asked for it. */
      byHand: z.boolean().optional(),
    },
    {
      say: (fact, { who, name }) => {
        const { ok, reason } = fact.outcome;
        const named = fact.person === undefined ? fact.address : name(fact.person);
        if (named === undefined)
          return ok ? `${who} told ${fact.channel}` : `${who} could not tell ${fact.channel}${after(reason)}`;
        const whom = `${named} by ${fact.channel}`;
        return ok ? `${who} paged ${whom}` : `${who} could not page ${whom}${after(reason)}`;
      },
    },
  ),
};
