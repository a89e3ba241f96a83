import { z } from 'zod';
import { after, defineKind, fields, limits } from './kind.ts';
import { isIntake } from '../author.ts';

const monitor = { monitor: fields.name, name: fields.name.optional(), reason: fields.why.optional() };

/** CH3: why the server told this room, in words; a reason of a newer version is said as it is. */
const whyHere: Readonly<Record<string, string>> = {
  'nothing-open': 'Muster opened this incident',
  'same-service': 'joined, because it is of the same service',
  'same-monitor': 'joined, because it failed here before',
  'same-as-parent': 'joined, because what it depends on is down here',
  'fires-again': 'opened again, because it was over a moment ago',
  'same-as-child': 'joined, because what depends on it is down here',
};
const because = (why: string | undefined) => (why === undefined ? '' : ` (${whyHere[why] ?? why})`);

/** IT3: told by another tool, whose summary is a sentence already. */
const isAlert = ({ monitor }: { monitor: string }) => isIntake(monitor);

/** Facts that machines write: what the checks saw. */
export const checkKinds = {
  'check-down': defineKind(
    {
      ...monitor,
      why: fields.name.optional(),
      /** When it began to fail, before that was certain. */
      began: fields.instant.optional(),
      /** CH15: it answers, but not well. An older version shows it as down. */
      degraded: z.boolean().optional(),
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
  // IT6: a deploy or the like, which may be the cause.
  change: defineKind(
    {
      text: fields.text,
      source: fields.title.optional(),
      service: fields.name.optional(),
      url: z.string().max(limits.url).optional(),
      /** Tells one change from another, so that a room hears of it once. */
      change: fields.id.optional(),
    },
    {
      words: 'text',
      say: (fact) => `Changed: ${fact.text}${fact.source === undefined ? '' : ` (${fact.source})`}`,
    },
  ),
};
