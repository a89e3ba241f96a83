import { entryOf } from '../text/plain.ts';
import { z } from 'zod';
import { after, defineKind, fields } from './kind.ts';
import { limits } from '../text/limits.ts';
import { isIntake } from './author.ts';

const monitor = { monitor: fields.name, name: fields.name.optional(), reason: fields.why.optional() };

/** CH3: why the server wrote to this room; a reason of a newer version is shown unchanged. */
const whyHere: Readonly<Record<string, string>> = {
  'nothing-open': 'Muster opened this incident',
  'same-service': 'joined, because it is of the same service',
  'same-monitor': 'joined, because it failed here before',
  'same-as-parent': 'joined, because what it depends on is down here',
  'fires-again': 'opened again, because it was over a moment ago',
  'same-as-child': 'joined, because what depends on it is down here',
};
const because = (why: string | undefined) => (why === undefined ? '' : ` (${entryOf(whyHere, why) ?? why})`);

/** IT3: an alert of another tool, whose summary is already a sentence. */
const isAlert = ({ monitor }: { monitor: string }) => isIntake(monitor);

/** Facts that machines write: the results of checks. */
export const checkKinds = {
  'check-down': defineKind(
    {
      ...monitor,
      why: fields.name.optional(),
      /** The first failure, before the outage was confirmed. */
      began: fields.instant.optional(),
      /** CH15: it answers, but badly. Older versions show it as down. */
      degraded: z.boolean().optional(),
      /** RV26: whose check it is. */
      service: fields.name.optional(),
    },
    {
      isKey: true,
      words: 'reason',
      say: (fact, { name }) =>
        `${fact.name ?? name(fact.monitor)}${isAlert(fact) ? ' – alert' : fact.degraded === true ? ' is degraded' : ' is down'}${after(fact.reason)}${because(fact.why)}`,
    },
  ),
  'check-up': defineKind(
    { ...monitor, ended: z.enum(['paused', 'removed']).optional() },
    {
      isKey: true,
      words: 'reason',
      say: (fact, { name }) => {
        const check = fact.name ?? name(fact.monitor);
        if (isAlert(fact) && fact.ended === undefined)
          return `${check} – the alert has ended${after(fact.reason)}`;
        return fact.ended === undefined
          ? `${check} is up again${after(fact.reason)}`
          : `${check} is no longer watched: the check was ${fact.ended}; whether it works is not known`;
      },
    },
  ),
  // IT6: a deploy or another change that may be the cause.
  change: defineKind(
    {
      text: fields.text,
      source: fields.title.optional(),
      service: fields.name.optional(),
      url: z.string().max(limits.url).optional(),
      /** Identifies the change, so that a room records it only once. */
      change: fields.id.optional(),
    },
    {
      words: 'text',
      say: (fact) => `Changed: ${fact.text}${fact.source === undefined ? '' : ` (${fact.source})`}`,
    },
  ),
};
