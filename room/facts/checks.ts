import { z } from 'zod';
import { after, defineKind, fields } from './kind.ts';

const monitor = { monitor: fields.name, name: fields.name.optional(), reason: fields.why.optional() };

/** CH3: why the server told this room, in words; a reason of a newer version is said as it is. */
const whyHere: Readonly<Record<string, string>> = {
  'nothing-open': 'declared, because nothing open fits',
  'same-service': 'joined, because it is of the same service',
  'same-monitor': 'joined, because it failed here before',
  'same-as-parent': 'joined, because what it depends on is down here',
  'same-as-child': 'joined, because what depends on it is down here',
};
const because = (why: string | undefined) => (why === undefined ? '' : ` (${whyHere[why] ?? why})`);

/** Facts that machines write: what the checks saw and whom the server told. */
export const checkKinds = {
  'check-down': defineKind(
    { ...monitor, why: fields.name.optional() },
    {
      isKey: true,
      words: 'reason',
      say: (fact, { name }) =>
        `${fact.name ?? name(fact.monitor)} is down${after(fact.reason)}${because(fact.why)}`,
    },
  ),
  'check-up': defineKind(
    { ...monitor, ended: z.enum(['paused', 'removed']).optional() },
    {
      isKey: true,
      words: 'reason',
      say: (fact, { name }) => {
        const check = fact.name ?? name(fact.monitor);
        return fact.ended === undefined
          ? `${check} is up again${after(fact.reason)}`
          : `${check} is no longer watched: the check was ${fact.ended}; whether it works is not known`;
      },
    },
  ),
  paged: defineKind(
    {
      /** Absent when the channel is a place that many read. */
      person: fields.id.optional(),
      channel: fields.name,
      outcome: z.looseObject({ ok: z.boolean(), reason: fields.why.optional() }),
    },
    {
      say: (fact, { who, name }) => {
        const { ok, reason } = fact.outcome;
        if (fact.person === undefined)
          return ok ? `${who} told ${fact.channel}` : `${who} could not tell ${fact.channel}${after(reason)}`;
        const whom = `${name(fact.person)} by ${fact.channel}`;
        return ok ? `${who} paged ${whom}` : `${who} could not page ${whom}${after(reason)}`;
      },
    },
  ),
};
