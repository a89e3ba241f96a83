// A kind of intake: a form, and a function that turns a payload into alerts. Each kind is one file, listed in
// index.ts.
import type { z } from 'zod';
import { severities, type Severity } from '#room/facts/fact.ts';
import {
  choiceField,
  settingsSchema,
  textField,
  toggleField,
  type Fields,
  type SettingsOf,
} from '../forms/fields.ts';
import type { Parsed } from './alert.ts';
import { tame } from './read.ts';

/** Fields of every kind that takes alerts. */
export const alertFields = {
  severity: choiceField({
    label: 'Default severity',
    hint: 'For alerts without a severity, or with an unknown one',
    isMain: true,
    options: ['P3', 'P1', 'P2', 'P4'],
  }),
  severities: textField({
    label: 'Own severity words',
    hint: 'One on each line: word = P2. Muster knows critical, error, warning, info and P1 to P4.',
    lines: true,
    check: (text) => (readSeverities(text) === null ? 'lines such as: urgent = P1' : null),
  }),
  serviceFrom: textField({
    label: 'Service from',
    hint: 'The label or field of the payload that names the service. Empty means the service of the intake.',
    max: 120,
  }),
  resolvesByItself: toggleField({
    label: 'Resolve the incident when the alert resolves',
    hint: 'If nobody has begun to work on it. Otherwise the timeline only records it.',
    fallback: true,
  }),
};

/** Reads lines of the form `word = P2`; null when a line is malformed. */
export function readSeverities(text: string): Record<string, Severity> | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines.map((line) => /^\s*(\S.*?)\s*=\s*(P[1-4])\s*$/.exec(line));
  if (pairs.includes(null)) return null;
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const severity = severities.find((each) => each === pair?.[2]);
      return severity ? [[(pair?.[1] ?? '').toLowerCase(), severity] as const] : [];
    }),
  );
}

export type IntakeKind = {
  label: string;
  /** The formats that it reads, each the last part of the address `/intake/<key>/<format>`. */
  formats: readonly string[];
  fields: Fields;
  schema: z.ZodType<Record<string, unknown>>;
  /** Throws PayloadRefused. `settings` must have passed `schema`; `now` is epoch ms. */
  parse(payload: unknown, settings: Record<string, unknown>, now: number): Promise<Parsed>;
  /** Checks the settings beyond their form; returns the faults. */
  check(settings: Record<string, unknown>): Promise<readonly { field: string; expected: string }[]>;
};

type Definition<F extends Fields> = {
  label: string;
  /** None for a kind with addresses of its own. */
  formats?: readonly string[];
  fields: F;
  parse: (payload: unknown, settings: SettingsOf<F>, now: number) => Parsed | Promise<Parsed>;
  check?: (settings: SettingsOf<F>) => Promise<readonly { field: string; expected: string }[]>;
};

export function defineIntake<const F extends Fields>(definition: Definition<F>): IntakeKind {
  const { label, formats = [], fields, parse, check } = definition;
  // `parse` and `check` get only settings that passed the schema.
  return {
    label,
    formats,
    fields,
    schema: settingsSchema(fields),
    parse: async (payload, settings, now) => parse(tame(payload), settings as SettingsOf<F>, now),
    check: async (settings) => check?.(settings as SettingsOf<F>) ?? [],
  };
}
