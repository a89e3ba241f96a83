import { z } from 'zod';
import { audiences } from '../team/audiences.ts';
import { longestTerms } from '../team/levels.ts';
import { sayNature } from './noticed.ts';
import { sayUnconfirmed } from './unconfirmed.ts';
import {
  impactAreas,
  impactFigures,
  impactLevels,
  natures,
  noticedWays,
  severities,
  statuses,
  withdrawals,
} from '../team/scales.ts';
import { sayWhatItWas } from './withdrawn.ts';
import { longestFigure, sayFigures } from './impact-figures.ts';
import { mostWorkdayHolidays } from '../time/workdays.ts';
import { after, defineKind, fields, isUlidText } from './kind.ts';

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

const wholeUpTo = (most: number) => z.int().min(1).max(most).nullable();
// SL3: the response targets of a severity; null without a target.
const terms = z.looseObject({
  updateMinutes: wholeUpTo(longestTerms.updateMinutes),
  acknowledgeMinutes: wholeUpTo(longestTerms.acknowledgeMinutes),
  reviewDays: wholeUpTo(longestTerms.reviewDays),
  // RS3: a zone that a reader does not know counts as UTC.
  workdays: z
    .looseObject({
      timeZone: z.string().max(64),
      holidays: z.array(z.string().max(10)).max(mostWorkdayHolidays).readonly(),
    })
    .nullable()
    .optional(),
  audiences: z.array(z.enum(audiences)).max(audiences.length).readonly(),
});

// WD1
const withdrawn = z
  .looseObject({
    as: z.enum(withdrawals),
    duplicateOf: z
      .string()
      .refine(isUlidText, 'the id of an incident: 26 characters of 0-9 and A-Z')
      .optional(),
    number: fields.name.optional(),
  })
  .refine(({ as, duplicateOf }) => (as === 'duplicate') === (duplicateOf !== undefined), {
    path: ['duplicateOf'],
    message: 'the id of the incident it is a duplicate of, for a duplicate alone',
  });

type Answered = {
  status: string;
  answers?: readonly { ask: string; answer: string; text?: string | undefined }[] | undefined;
};

/** Used without a reason: the text of the last answer, which names the cause or the fix. */
function namedIn({ status, answers = [] }: Answered): string {
  if (status !== 'identified' && status !== 'monitoring') return '';
  const last = answers.at(-1);
  return last?.answer === 'yes' ? (last.text ?? '') : '';
}

export const incidentKinds = {
  declared: defineKind(
    {
      title: fields.title,
      severity: z.enum(severities).optional(),
      summary: fields.why.optional(),
      service: fields.name.optional(),
      drill: z.boolean().optional(),
      nature: z.enum(natures).optional(),
      /** DC1: `at` is when it was first noticed, possibly long before the declaration. */
      noticed: z
        .looseObject({
          how: z.enum(noticedWays),
          who: fields.name.optional(),
          at: fields.instant.optional(),
        })
        .optional(),
      terms: z.partialRecord(z.enum(severities), terms).optional(),
      source: z.looseObject({
        type: z.enum(['person', 'monitor', 'intake', 'report']),
        ref: z.string().max(500).optional(),
      }),
    },
    {
      isKey: true,
      words: 'title',
      say: (fact, { who }) =>
        `${who} declared ${fact.drill ? 'a drill, ' : ''}${fact.severity ?? 'an incident'}: ${fact.title}${sayNature(fact)}`,
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
    {
      status: z.enum(statuses),
      why: fields.why.optional(),
      supersedes,
      // CO2: the questions of the step and their answers.
      answers: z
        .array(
          z.looseObject({
            ask: fields.name,
            answer: z.enum(['yes', 'no']),
            text: fields.why.optional(),
          }),
        )
        .max(20)
        .optional(),
      withdrawn: withdrawn.optional(),
    },
    {
      isKey: true,
      words: 'why',
      say: (fact, { who }) =>
        `${who} ${fact.withdrawn ? `withdrew the incident, ${sayWhatItWas(fact.withdrawn)}` : statusWords[fact.status]}${after([fact.why || namedIn(fact), sayUnconfirmed(fact.answers ?? [])].filter(Boolean).join('. '))}`,
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
      /** FO14: an empty text takes a figure back; one that nobody gave is not known yet. */
      figures: z.partialRecord(z.enum(impactFigures), z.string().max(longestFigure)).optional(),
    },
    {
      words: 'text',
      say: (fact, { who }) => {
        const levels = impactAreas.flatMap((area) => (fact[area] ? [`${area} ${fact[area]}`] : []));
        const parts = [levels.join(', '), sayFigures(fact.figures), fact.text ?? ''];
        return `${who} assessed the impact${after(parts.filter(Boolean).join('. '))}`;
      },
    },
  ),
  'impact-began': defineKind({}, { isKey: true, say: () => 'Customers began to be affected' }),
  'impact-ended': defineKind({}, { isKey: true, say: () => 'Customers are no longer affected' }),
  acknowledged: defineKind(
    /** The source: `desktop`, `link` or `sms`. */
    { via: fields.name.optional() },
    { isKey: true, say: (_, { who }) => `${who} acknowledged` },
  ),
  numbered: defineKind(
    // RE9, RC4: `instead` is the former number, which another incident has, or which is no number of this team.
    { number: fields.name, instead: fields.name.optional() },
    {
      isSystem: true,
      say: ({ number, instead }) =>
        instead === undefined
          ? `This incident is ${number}`
          : `This incident is ${number} now, no longer ${instead}`,
    },
  ),
};
