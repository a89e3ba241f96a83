// Changes: deploys, migrations, switched flags. PagerDuty's change events, or a plain object.
import { z } from 'zod';
import { textField } from '../forms/fields.ts';
import { clip, isWebAddress } from './alert.ts';
import { readGithub } from './github.ts';
import { defineIntake, readPayload } from './kind.ts';

const link = z.looseObject({ href: z.string() });
const pagerdutyShape = z.looseObject({
  payload: z.looseObject({
    summary: z.string().regex(/\S/, 'some text').max(1_024),
    source: z.string().max(1_024).nullish(),
    custom_details: z.unknown().optional(),
  }),
  links: z.array(link).max(50).nullish(),
});
const plainShape = z.looseObject({
  text: z.string().regex(/\S/, 'some text').max(1_024),
  source: z.string().max(1_024).nullish(),
  service: z.string().max(120).nullish(),
  url: z.string().max(2_000).refine(isWebAddress, 'an http address').nullish(),
});

export const change = defineIntake({
  label: 'Changes (deploys)',
  fields: {
    serviceFrom: textField({
      label: 'Service from',
      hint: 'The field of custom_details that names the service. Empty: the service of the intake.',
      max: 120,
    }),
  },
  parse: (body, settings) => {
    const fromGithub = readGithub(body);
    if (fromGithub !== null) return { alerts: [], changes: fromGithub };
    if (typeof body === 'object' && body !== null && 'payload' in body) {
      const { payload, links } = readPayload(pagerdutyShape, body);
      const details = payload.custom_details;
      const from =
        typeof details === 'object' && details !== null
          ? (details as Record<string, unknown>)[settings.serviceFrom]
          : undefined;
      const url = (links ?? []).map(({ href }) => href).find(isWebAddress) ?? null;
      const service = typeof from === 'string' && from.trim() !== '' ? clip(from, 120) : null;
      return {
        alerts: [],
        changes: [{ text: payload.summary, source: payload.source ?? null, service, url }],
      };
    }
    const { text, source, service, url } = readPayload(plainShape, body);
    return {
      alerts: [],
      changes: [{ text, source: source ?? null, service: service?.trim() || null, url: url ?? null }],
    };
  },
});
