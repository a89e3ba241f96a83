import { z } from 'zod';
import { defineKind, fields, naming, quote } from './kind.ts';
import { limits } from '../text/limits.ts';
import { reviewParts, reviewTemplate } from './review-template.ts';

/** RV25: the most characters in which a key event is told. */
export const longestStory = 500;

/** RS1: the states of a review, in order. */
export const reviewStates = ['draft', 'in-review', 'reviewed', 'closed'] as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/u, 'a SHA-256 as 64 lower-case hexadecimal digits');

const stateWords = {
  draft: 'took the review back to draft',
  'in-review': 'asks for the review to be read',
  reviewed: 'read the review and agrees with it',
  closed: 'closed the review',
} as const;

/** The state of the review and its owner. These facts are not part of the incident's events. */
export const reviewKinds = {
  review: defineKind(
    {
      state: z.enum(reviewStates).optional(),
      // RS2: the hash of the review's content at the time it was read.
      hash: sha256.optional(),
      // RS15: what was read, to tell later what changed: the texts (of one that is too long the hash), and a digest of
      // four characters for each entry.
      seen: z
        .looseObject({
          texts: z
            .array(
              z.looseObject({
                name: fields.name,
                text: z.string().max(limits.text).optional(),
                hash: sha256.optional(),
              }),
            )
            .max(limits.list),
          entries: z
            .string()
            .regex(/^(?:[\w-]{4})*$/u)
            .optional(),
          choices: sha256,
        })
        .optional(),
      // null removes the owner.
      owner: fields.id.nullish(),
      // RT3: a copy of the template in use from now on.
      template: reviewTemplate.optional(),
      // PM1: the complete list of cause tags.
      causes: z.array(fields.name).max(20).optional(),
      // RS9: whether its writer has read the review.
      read: z.boolean().optional(),
      // RS12: the name of the text in which the author began to write.
      wrote: fields.name.optional(),
      // RS7: a comment on a text of the review, by the text's name; on the whole review without one.
      comment: fields.text.optional(),
      text: fields.name.optional(),
      // RS7: the id of a comment that is settled.
      settled: fields.id.optional(),
      // RS14: a part that shows from now on what it shows at this moment, or that follows the record again.
      frozen: z.enum(reviewParts).optional(),
      live: z.enum(reviewParts).optional(),
      // RV24: the pictures of a public review: whether the drawing is one, and files by their SHA-256.
      pictures: z.strictObject({ strip: z.boolean(), files: z.array(sha256).max(8) }).optional(),
      // RV25: an entry as an event of the story: whether it is one, and the words it is told in; empty words are the
      // record's own.
      story: z
        .looseObject({
          event: fields.id,
          isIn: z.boolean().optional(),
          words: z.string().max(longestStory).optional(),
        })
        .optional(),
      ...naming,
    },
    {
      isSystem: true,
      say: (fact, { who, name }) => {
        if (fact.comment !== undefined)
          return `${who} commented on the review: ${quote(fact.comment, 'something')}`;
        if (fact.settled !== undefined) return `${who} settled a comment on the review`;
        if (fact.state !== undefined) return `${who} ${stateWords[fact.state]}`;
        if (fact.read !== undefined) return `${who} marked the review as ${fact.read ? 'read' : 'not read'}`;
        if (fact.wrote !== undefined) return `${who} wrote in the review`;
        if (fact.template !== undefined && fact.owner === undefined)
          return `${who} chose “${fact.template.name}” for the review`;
        if (fact.causes !== undefined && fact.owner === undefined)
          return fact.causes.length === 0
            ? `${who} took the causes off the review`
            : `${who} named as causes: ${fact.causes.join(', ')}`;
        if (fact.frozen !== undefined) return `${who} froze a part of the review as it was`;
        if (fact.live !== undefined) return `${who} made a part of the review follow the record again`;
        if (fact.pictures !== undefined) return `${who} chose the pictures of the public review`;
        if (fact.story !== undefined) return `${who} changed the story of the review`;
        if (fact.owner === undefined) return `${who} changed the review`;
        if (fact.owner === null) return `${who} left the review without an owner`;
        return fact.owner === fact.by
          ? `${who} writes the review`
          : `${who} asked ${name(fact.owner)} for the review`;
      },
    },
  ),
};
