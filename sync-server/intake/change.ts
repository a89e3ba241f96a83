// Changes: deploys, migrations, switched flags. PagerDuty's change events, or a plain object.
import { textField } from '../forms/fields.ts';
import { clip, linkTo, PayloadRefused, type SystemChange } from './alert.ts';
import { readGithub } from './github.ts';
import { defineIntake } from './kind.ts';
import { fieldsOf, firstText, isFields, listOf, textOf } from './read.ts';

export const change = defineIntake({
  label: 'Changes (deploys)',
  formats: ['change'],
  fields: {
    serviceFrom: textField({
      label: 'Service from',
      hint: 'The field of custom_details that names the service. Empty means the service of the intake.',
      max: 120,
    }),
  },
  parse: (body, settings) => {
    const fromGithub = readGithub(body);
    if (fromGithub !== null) return { alerts: [], changes: fromGithub };
    const given = fieldsOf(body);
    const payload = fieldsOf(given['payload']);
    const isPagerDuty = isFields(given['payload']);
    const text = isPagerDuty
      ? firstText(payload['summary'], given['summary'])
      : firstText(given['text'], given['summary'], given['message'], given['title']);
    if (text === null)
      throw new PayloadRefused([{ field: isPagerDuty ? 'payload.summary' : 'text', expected: 'some text' }]);
    const from =
      settings.serviceFrom === '' ? null : fieldsOf(payload['custom_details'])[settings.serviceFrom];
    const service = firstText(from, given['service']);
    const urls = [given['url'], ...listOf(given['links']).map((link) => fieldsOf(link)['href'])];
    const made: SystemChange = {
      text: clip(text, 1_024),
      source: clipped(firstText(payload['source'], given['source']), 1_024),
      service: clipped(service, 120),
      url: urls.flatMap((url) => linkTo(textOf(url)))[0]?.url ?? null,
    };
    return { alerts: [], changes: [made] };
  },
});

const clipped = (text: string | null, most: number) => text && clip(text, most);
