import { z } from 'zod';
import { impactAreas, impactLevels, severities, statuses } from '../scales.ts';
import { after, defineKind, fields } from './kind.ts';

const level = z.enum(impactLevels).optional();
const supersedes = z.array(fields.id).max(200).optional();

const statusWords: Record<(typeof statuses)[number], string> = {
  triage: 'moved this back to triage',
  investigating: 'is investigating',
  identified: 'identified the cause',
  monitoring: 'is monitoring the fix',
  resolved: 'resolved the incident',
  closed: 'closed the incident',
};

export const incidentKinds = {
  declared: defineKind(
    {
      title: fields.title,
      severity: z.enum(severities).optional(),
      summary: fields.why.optional(),
      service: fields.name.optional(),
      drill: z.boolean().optional(),
      source: z.looseObject({
        type: z.enum(['person', 'monitor', 'intake', 'report']),
        ref: z.string().max(500).optional(),
      }),
    },
    {
      isKey: true,
      words: 'title',
      say: (fact, { who }) =>
        `${who} declared ${fact.drill ? 'a drill, ' : ''}${fact.severity ?? 'an incident'}: ${fact.title}`,
    },
  ),
  retitled: defineKind(
    { title: fields.title },
    { words: 'title', say: (fact, { who }) => `${who} renamed the incident: ${fact.title}` },
  ),
  severity: defineKind(
    { severity: z.enum(severities), why: fields.why.optional(), supersedes },
    {
      isKey: true,
      words: 'why',
      say: (fact, { who }) => `${who} set severity ${fact.severity}${after(fact.why)}`,
    },
  ),
  status: defineKind(
    { status: z.enum(statuses), why: fields.why.optional(), supersedes },
    {
      isKey: true,
      words: 'why',
      say: (fact, { who }) => `${who} ${statusWords[fact.status]}${after(fact.why)}`,
    },
  ),
  impact: defineKind(
    {
      users: level,
      business: level,
      availability: level,
      data: level,
      security: level,
      text: fields.why.optional(),
    },
    {
      words: 'text',
      say: (fact, { who }) => {
        const levels = impactAreas.flatMap((area) => (fact[area] ? [`${area} ${fact[area]}`] : []));
        return `${who} assessed the impact${after([levels.join(', '), fact.text ?? ''].filter(Boolean).join('. '))}`;
      },
    },
  ),
  'impact-began': defineKind({}, { isKey: true, say: () => 'Customers began to be affected' }),
  'impact-ended': defineKind({}, { isKey: true, say: () => 'Customers are no longer affected' }),
  acknowledged: defineKind({}, { isKey: true, say: (_, { who }) => `${who} acknowledged` }),
  numbered: defineKind(
    { number: fields.name },
    { isSystem: true, say: (fact) => `This incident is ${fact.number}` },
  ),
};
