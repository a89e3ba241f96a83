// NU9: a team's own figures for the cost of a minute of impact: always a range, never one number.
import { z } from 'zod';
import type { Severity } from './scales.ts';

/** The cost of each minute of customer impact, in units of the currency. */
export type Cost = { low: number; high: number; currency: string };

/** ISO 4217, such as EUR. `high` must be above `low`, because a single number would be too precise. */
export const costSchema = z
  .strictObject({
    low: z.number().min(0).max(1_000_000_000),
    high: z.number().min(0).max(1_000_000_000),
    currency: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{3}$/, 'a currency of three letters, such as EUR'),
  })
  .refine(({ low, high }) => high > low, {
    path: ['high'],
    message: 'more than the low end: a cost is a range',
  });

/** A team's figures; those of a service take precedence over those of a severity. */
export type Costs = (service: string | null, severity: Severity | null) => (Cost & { by: string }) | null;

/** Parses `120-400 EUR`; null for anything else. */
export function readCost(text: string): Cost | null {
  const said = /^\s*(\d+(?:[.,]\d+)?)\s*(?:-|–|to)\s*(\d+(?:[.,]\d+)?)\s*([a-z]{3})\s*$/iu.exec(text);
  if (said === null) return null;
  const [low = 0, high = 0] = said.slice(1, 3).map((part) => Number(part.replace(',', '.')));
  return costSchema.safeParse({ low, high, currency: said[3] }).data ?? null;
}

/** `120 to 400 EUR`. */
export const sayCost = ({ low, high, currency }: Cost): string => `${low} to ${high} ${currency}`;
