import { numberField, optionalNumberField, toggleField } from '../forms/fields.ts';

/** How long a journey may take, in ms. */
export const longestJourneyMs = 60_000;

/** Settings of every journey, in a browser or by requests; `step` names what takes one step. */
export const journeyFields = (step: string) => ({
  slowAfterMs: optionalNumberField({
    label: 'Slow after',
    hint: 'A journey that takes longer counts as degraded, which pages nobody',
    unit: 'ms',
    group: 'Answer',
    min: 1,
    max: longestJourneyMs,
  }),
  stepSeconds: numberField({
    label: `A ${step} takes at most`,
    unit: 's',
    group: 'Answer',
    min: 1,
    max: 30,
    fallback: 10,
  }),
  ignoresTls: toggleField({
    label: 'Accept any certificate',
    hint: 'Including an expired or self-signed one',
    group: 'Connection',
    fallback: false,
  }),
});
