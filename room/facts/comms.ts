import { z } from 'zod';
import { isoTime } from '../time/time.ts';
import { defineKind, fields, thread } from './kind.ts';
import { sayAudience } from '../team/audiences.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/u, 'a SHA-256 as 64 lower-case hexadecimal digits');
const linkUrl = /^(?:https?:\/\/|mailto:|tel:|sips?:)\S+$/iu;

type DraftWords = {
  audience: string;
  stage?: string | undefined;
  ready?: boolean | undefined;
  next?: number | null | undefined;
  eta?: string | null | undefined;
};

function sayDraft({ audience, stage, ready, next, eta }: DraftWords, { who }: { who: string }): string {
  if (ready === true) return `${who} asks for an approval of the update for ${sayAudience(audience)}`;
  if (stage !== undefined) return `${who} drafts an update for ${sayAudience(audience)} (${stage})`;
  if (eta !== undefined)
    return `${who} set when ${sayAudience(audience)} are told it works again: ${eta ?? 'not known yet'}`;
  if (next !== undefined)
    return next === null
      ? `${who} took back when ${sayAudience(audience)} hear more`
      : `${who} set when ${sayAudience(audience)} hear more: ${isoTime(next)}`;
  return `${who} drafts an update for ${sayAudience(audience)}`;
}

/** Messages to customers and colleagues, links and files. */
/** `Customers by mail` becomes `Customers by mail to 3 addresses`. */
export const sayReaders = (readers: number | undefined): string =>
  readers === undefined ? '' : ` to ${readers} ${readers === 1 ? 'address' : 'addresses'}`;

export const commsKinds = {
  draft: defineKind(
    {
      draft: fields.id,
      audience: fields.name,
      stage: fields.name.optional(),
      /** True when somebody asks for an approval. */
      ready: z.boolean().optional(),
      /** The promised time of the next update, and the expected recovery; null removes it. */
      next: fields.instant.nullable().optional(),
      eta: fields.name.nullable().optional(),
    },
    {
      say: sayDraft,
    },
  ),
  approved: defineKind(
    { draft: fields.id, hash: sha256, text: fields.text.optional() },
    { say: (_, { who }) => `${who} approved the update` },
  ),
  sent: defineKind(
    {
      draft: fields.id,
      channel: fields.name,
      text: fields.text,
      /** SHA-256 of the rendered text behind the copy, and the text's approval. */
      hash: sha256.optional(),
      approval: fields.id.optional(),
      /** The stage that the text told of, where it may differ from the draft's. */
      stage: fields.name.optional(),
      /** Why it was sent without an approval. */
      override: fields.why.optional(),
      /** The delivery that sent it; absent when a person sent it by other means. */
      delivery: fields.id.optional(),
      /** To how many addresses; absent for a chat. The addresses stay out of the room, which viewers read (PE2). */
      readers: z.number().int().min(1).max(100_000).optional(),
    },
    {
      isKey: true,
      words: 'text',
      say: (fact, { who }) =>
        `${who} sent by ${fact.channel}${sayReaders(fact.readers)}${fact.override === undefined ? '' : ` without approval (${fact.override})`}: ${fact.text}`,
    },
  ),
  link: defineKind(
    {
      // Only schemes that cannot run anything, because people click links in a hurry.
      url: z
        .string()
        .max(2_000)
        .regex(linkUrl, 'an address that begins with http://, https://, mailto:, tel: or sip:'),
      label: fields.title.optional(),
      use: z.enum(['bridge', 'chat', 'document']).optional(),
      // BR2: made from the team's template; two such links mean the same call.
      fromTemplate: z.boolean().optional(),
      ...thread,
    },
    { say: (fact, { who }) => `${who} linked ${fact.label ?? fact.url}` },
  ),
  attachment: defineKind(
    {
      name: fields.title,
      type: fields.name,
      bytes: z.number().int().min(0),
      sha256,
      ...thread,
    },
    { say: (fact, { who }) => `${who} attached ${fact.name}` },
  ),
};
