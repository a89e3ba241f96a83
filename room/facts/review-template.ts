// RT1: the sections of a review, in order. A room stores a copy of its template, so later changes by the team do not
// change existing reviews.
import { z } from 'zod';
import { severities } from '../team/scales.ts';

/** What a section prints from the record; `text` prints only what people write under its heading. */
export const reviewParts = [
  'summary',
  'impact',
  'timeline',
  'changes',
  'cause',
  'factors',
  'detection',
  'people',
  'resolution',
  'messages',
  'wentWell',
  'lucky',
  'improve',
  'items',
  'text',
] as const;
export type ReviewPart = (typeof reviewParts)[number];

/** RS14: parts that print only what people wrote, so there is nothing to freeze. */
const typedParts: readonly ReviewPart[] = ['factors', 'lucky', 'text'];
/** Whether the part prints anything from the record. */
export const isFromRecord = (part: ReviewPart): boolean => !typedParts.includes(part);

export const templateLimits = { sections: 30, heading: 120, ask: 500, perTeam: 50 } as const;

const notBlank = /\S/u;
const line = (most: number) => z.string().max(most).regex(notBlank, 'some text');

const templateSection = z.strictObject({
  heading: line(templateLimits.heading),
  part: z.enum(reviewParts),
  /** The question to the writer. */
  ask: line(templateLimits.ask).optional(),
});
export type TemplateSection = z.output<typeof templateSection>;

export const reviewTemplate = z.strictObject({
  name: line(templateLimits.heading),
  sections: z.array(templateSection).min(1).max(templateLimits.sections),
  /** False leaves out the full timeline, messages, links, files and glossary at the end. */
  appendices: z.boolean().optional(),
  /** For the public: only people's text for it, the impact, and the messages to customers. */
  public: z.boolean().optional(),
});
export type ReviewTemplate = z.output<typeof reviewTemplate>;

/** A team's template, with the severities whose reviews begin with it. */
export const teamTemplate = reviewTemplate.extend({
  severities: z.array(z.enum(severities)).max(severities.length).optional(),
});
export type TeamTemplate = z.output<typeof teamTemplate>;
