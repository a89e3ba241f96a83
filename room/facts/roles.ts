import { z } from 'zod';
import { defineKind, fields } from './kind.ts';
import { sayRole } from '../team/team-roles.ts';

const leads = new Set(['technical', 'operations', 'communications']);
const takes = (role: string, as: 'primary' | 'backup'): string => {
  if (as === 'backup') return `became backup for ${sayRole(role)}`;
  return role === 'commander' ? 'took command' : `is ${sayRole(role)}${leads.has(role) ? ' lead' : ''}`;
};
const gives = (role: string): string => (role === 'commander' ? 'command' : sayRole(role));

/** Facts about roles, and about people joining. */
export const roleKinds = {
  /** `erased` (ED3): this name replaces all other names of the author, also in earlier entries. */
  joined: defineKind(
    { name: fields.name, erased: z.literal(true).optional() },
    { isSystem: true, say: (_fact, { who }) => `${who} joined` },
  ),
  claimed: defineKind(
    { role: fields.name, person: fields.id, as: z.enum(['primary', 'backup']) },
    {
      isKey: (fact) => fact.role === 'commander' && fact.as === 'primary',
      say: (fact, { who, name }) =>
        fact.by === fact.person
          ? `${who} ${takes(fact.role, fact.as)}`
          : `${who} made ${name(fact.person)} ${fact.as === 'backup' ? `backup for ${sayRole(fact.role)}` : sayRole(fact.role)}`,
    },
  ),
  released: defineKind(
    { role: fields.name, person: fields.id },
    {
      say: (fact, { who, name }) =>
        fact.by === fact.person
          ? `${who} gave up ${gives(fact.role)}`
          : `${who} released ${name(fact.person)} from ${gives(fact.role)}`,
    },
  ),
  'handover-offered': defineKind(
    { role: fields.name, from: fields.id, to: fields.id },
    { say: (fact, { who, name }) => `${who} offered ${gives(fact.role)} to ${name(fact.to)}` },
  ),
  'handover-accepted': defineKind(
    { target: fields.id },
    {
      isKey: true,
      say: (fact, { who, name, find }) => {
        const offer = find(fact.target);
        if (typeof offer?.role !== 'string' || typeof offer.from !== 'string')
          return `${who} accepted the handover`;
        const taken = `took over ${gives(offer.role)} from ${name(offer.from)}`;
        if (typeof offer.to !== 'string' || offer.to === fact.by) return `${who} ${taken}`;
        return `${who} noted that ${name(offer.to)} ${taken}`;
      },
    },
  ),
};
