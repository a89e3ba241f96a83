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
      person: fields.id,
      channel: fields.name,
      outcome: z.looseObject({ ok: z.boolean(), reason: fields.why.optional() }),
    },
    {
      say: (fact, { who, name }) =>
        fact.outcome.ok
          ? `${who} paged ${name(fact.person)} by ${fact.channel}`
          : `${who} could not page ${name(fact.person)} by ${fact.channel}${after(fact.outcome.reason)}`,
    },
  ),
};
