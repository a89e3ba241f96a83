// A kind of fact: its payload, its wording, and how views treat it. A kind is declared once, in one file of
// this folder, and listed in index.ts. Nothing here may depend on the fold or on a document.
import { z } from 'zod';
import { cutLine, firstLine } from '../text/cut.ts';
import { limits } from '../text/limits.ts';
import { lastInstant } from '../time/time.ts';
import { quickCheckOf } from './quick-check.ts';
import { spoken, table } from '../text/words.ts';

/** The fields of every fact. `at` and `noted` are epoch milliseconds on the team's clock. */
export type Envelope = { id: string; at: number; noted: number; by: string } & MachineFields;

/** Fields that a machine may add to a fact of any kind. */
const machineFields = {
  /** The name of the intake or form that sent it (IT3). */
  byName: z.string().optional(),
  /** The outage that it describes (IT3). */
  alert: z.string().optional(),
  /** Paging's key for it, so that it is written only once (ES12). */
  paging: z.string().optional(),
};
export type MachineFields = z.output<z.ZodObject<typeof machineFields>>;

/** What wording a line needs. `find` returns the fact of an id, when the caller has the room. */
export type Speech = {
  who: string;
  name: (person: string) => string;
  find: (id: string) => ({ kind: string } & Record<string, unknown>) | undefined;
};

export type Payload<Shape extends z.ZodRawShape> = [keyof Shape] extends [never]
  ? unknown
  : z.output<z.ZodObject<Shape>>;

export type Kind<Shape extends z.ZodRawShape = z.ZodRawShape> = {
  schema: z.ZodObject;
  /** True only for values that the schema accepts; when false, ask the schema. */
  surelyAccepts(value: Readonly<Record<string, unknown>>): boolean;
  shape: Shape;
  say(fact: Payload<Shape> & Envelope, speech: Speech): string;
  /** A key event by nature. */
  isKey: (fact: Payload<Shape> & Envelope) => boolean;
  /** Housekeeping that views fold away. */
  isSystem: boolean;
  /** The field an amendment's `text` replaces, and how long it may be. */
  words: { field: string; limit: number } | null;
};

const notBlank = /\S/u;

// No schema transforms its input: a parsed fact is the same object as in the document.
export const fields = {
  text: z.string().max(limits.text).regex(notBlank, 'some text'),
  why: z.string().max(limits.text),
  title: z.string().max(limits.title).regex(notBlank, 'some text'),
  name: z.string().max(limits.name).regex(notBlank, 'some text'),
  id: z.string().min(1).max(limits.id),
  instant: z.number().min(0).max(lastInstant),
};

/** TH1: the entry that this one answers; TH3: the people named in it. */
export const thread = { target: fields.id.optional() };
export const naming = { mentions: z.array(fields.id).max(limits.mentions).optional() };

/** CH8: the checks whose failure the note explains, so that an amendment can add to them. */
export const explained = {
  suppressed: z.array(z.looseObject({ id: z.string(), name: z.string() })).optional(),
};

/** IN4: a check's state when somebody attached it. A copy, because later measurements differ. */
export const checkEvidence = z.looseObject({
  monitor: fields.name,
  name: fields.name,
  status: fields.name,
  at: fields.instant,
  since: fields.instant.optional(),
  reason: fields.why.optional(),
  latencyMs: z.number().min(0).nullable().optional(),
});
export type CheckEvidence = z.output<typeof checkEvidence>;

/** `payments-api down, 503`, for a line with a check as evidence. */
export const sayEvidence = spoken(({ name, status, reason, latencyMs }: CheckEvidence): string => {
  const measured = typeof latencyMs === 'number' ? `${Math.round(latencyMs)} ms` : '';
  return [`${name} ${status}`, reason ?? '', measured].filter(Boolean).join(', ');
});

/** ` (payments-api down, 503)`; empty without evidence. */
export const resting = (evidence: CheckEvidence | undefined): string =>
  evidence === undefined ? '' : ` (${sayEvidence(evidence)})`;

type Traits<Shape extends z.ZodRawShape> = {
  say: Kind<Shape>['say'];
  isKey?: boolean | Kind<Shape>['isKey'];
  isSystem?: boolean;
  words?: keyof Shape & string;
};

export function defineKind<const Shape extends z.ZodRawShape>(
  shape: Shape,
  traits: Traits<Shape>,
): Kind<Shape> {
  const { isKey = false, isSystem = false, words } = traits;
  const said = table({ say: traits.say });
  const schema = z.looseObject({ ...envelope, ...machineFields, ...shape });
  return {
    schema,
    surelyAccepts: quickCheckOf(schema),
    shape,
    say: (fact, speech) => said.say(fact, speech),
    isKey: typeof isKey === 'function' ? isKey : () => isKey,
    isSystem,
    words:
      words === undefined ? null : { field: words, limit: words === 'title' ? limits.title : limits.text },
  };
}

// Crockford's alphabet without I, L, O, U; the first character keeps the time within 48 bits.
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/u;

export const envelope = {
  id: z.string().regex(ulid, 'a ULID: 26 characters of 0-9 and A-Z without I, L, O and U'),
  kind: z.string().min(1).max(limits.id),
  at: fields.instant,
  noted: fields.instant,
  by: z.string().min(1).max(limits.name),
};

export const isUlidText = (text: string): boolean => ulid.test(text);

/** A short quotation of another fact's text, for a line about that fact. */
export function quote(text: unknown, otherwise: string): string {
  if (typeof text !== 'string' || text.trim() === '') return otherwise;
  return `“${cutLine(firstLine(text), 80)}”`;
}

/** `: text`; empty without text. */
export const after = (text: string | null | undefined): string => (text ? `: ${text}` : '');
