// Schemas that several lists of routes share.
import { z } from 'zod';
import { cleanName } from '#room/text/clean-text.ts';
import { isUlid } from '#room/facts/ulid.ts';

/** TX3: a person's name. */
export const nameSchema = z
  .string()
  .overwrite(cleanName)
  .min(1, 'a name of at least one visible character')
  .max(120);
export const idParams = z.object({ id: z.string().min(1).max(64) });
export const incidentParams = z.object({
  id: z.string().refine(isUlid, 'the id of an incident: 26 characters of 0-9 and A-Z'),
});

/** May be sent back unchanged; it is ignored. */
export const readOnly = z.unknown().optional();

/** Epoch milliseconds within the range of a Date. */
export const moment = z.number().min(0).max(8_640_000_000_000_000);

/** An instant as epoch milliseconds, or an ISO 8601 date or time; UTC without an offset. */
export const instantQuery = z.string().transform((text, context) => {
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text);
  const hasOffset = /T.*(Z|[+-]\d{2}:\d{2})$/.test(text);
  const at = /^\d{1,16}$/.test(text)
    ? Number(text)
    : isDate
      ? Date.parse(text.includes('T') && !hasOffset ? `${text}Z` : text)
      : Number.NaN;
  if (Number.isFinite(at)) return at;
  context.addIssue({
    code: 'custom',
    message: 'a time such as 2026-11-29, 2026-11-29T14:00Z or epoch milliseconds',
  });
  return z.NEVER;
});

/** For a query with both: a period that ends before it begins would answer nothing, without a word. */
export const inOrder: [
  isInOrder: (query: { from?: number | undefined; to?: number | undefined }) => boolean,
  otherwise: { path: string[]; message: string },
] = [
  ({ from, to }) => from === undefined || to === undefined || from <= to,
  { path: ['to'], message: 'a time after from' },
];

export const listOf = <T extends z.ZodType>(items: T) => z.object({ items: z.array(items) });
