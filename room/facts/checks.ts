import { z } from 'zod';
import { after, defineKind, fields } from './kind.ts';

const monitor = { monitor: fields.name, name: fields.name.optional(), reason: fields.why.optional() };

/** Facts that machines write: what the checks saw and whom the server told. */
export const checkKinds = {
  'check-down': defineKind(monitor, {
    isKey: true,
    words: 'reason',
    say: (fact, { name }) => `${fact.name ?? name(fact.monitor)} is down${after(fact.reason)}`,
  }),
  'check-up': defineKind(monitor, {
    isKey: true,
    words: 'reason',
    say: (fact, { name }) => `${fact.name ?? name(fact.monitor)} is up again${after(fact.reason)}`,
  }),
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
