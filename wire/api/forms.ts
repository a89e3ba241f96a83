// Forms that the server describes and clients draw: the settings of checks, channels and intakes.
import { z } from 'zod';
import { areas } from '#room/team/areas.ts';

const plainFieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  hint: z.string().nullable(),
  input: z.enum(['url', 'text', 'secret', 'lines', 'number', 'choice', 'toggle', 'steps']),
  options: z.array(z.string()).nullable(),
  unit: z.string().nullable(),
  group: z.string().nullable(),
  isMain: z.boolean(),
  isSecret: z.boolean(),
  isRequired: z.boolean(),
  fallback: z.union([z.string(), z.number(), z.boolean()]).nullable(),
});

/** One field of a form that the server describes and the renderer draws, such as a check's or a channel's. */
export const formFieldSchema = plainFieldSchema.extend({
  /** For the input `steps`: its value is a list of objects of this form. */
  steps: z.object({ most: z.int(), fields: z.array(plainFieldSchema) }).nullable(),
});
/** A field of a step has no steps of its own. */
export type FormField = z.output<typeof plainFieldSchema> &
  Partial<Pick<z.output<typeof formFieldSchema>, 'steps'>>;

/** A kind of intake, with the form of its settings. */
export const kindSchema = z.object({ kind: z.string(), label: z.string(), fields: z.array(formFieldSchema) });

export const channelKindSchema = kindSchema.extend({
  /** For channels to people: the kind of address they take. */
  addresses: z.enum(['email', 'phone']).nullable(),
  /** Settings prefilled for a provider. */
  presets: z.array(z.object({ name: z.string(), settings: z.record(z.string(), z.string()) })),
});
/** A kind of channel or intake. Only channels have addresses and presets. */
export type Kind = z.output<typeof kindSchema> & Partial<z.output<typeof channelKindSchema>>;

export const checkKindSchema = kindSchema.extend({
  about: z.string(),
  /** Others post to it; it does not ask. */
  isPassive: z.boolean(),
  intervalSeconds: z.number(),
  /** CH18, CH17; absent from an older server. */
  area: z.enum(areas).optional(),
  deadlineSeconds: z.number().optional(),
});
export type CheckKind = z.output<typeof checkKindSchema>;
