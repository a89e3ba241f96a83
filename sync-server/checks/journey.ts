// Several HTTP requests in order, as an API client sends them: sign in, use, clean up. journey-run.ts runs them.
import {
  choiceField,
  requiredTextField,
  stepsField,
  textField,
  toggleField,
  type SettingsOf,
} from '../forms/fields.ts';
import { defineCheck, type Fault } from './check.ts';
import { headersField } from './web/headers.ts';
import { journeyFields, longestJourneyMs } from './journey-fields.ts';
import { runJourney } from './journey-run.ts';
import { namesIn, parseSecrets, parseStore, secretsField } from './placeholders.ts';
import { wrongInQuery } from './query.ts';
import { parseRanges, webMethods, webTarget } from './web/web.ts';

const mostSteps = 20;

const stepFields = {
  name: requiredTextField({ label: 'Step', hint: 'Such as sign in', max: 80 }),
  method: choiceField({ label: 'Method', isMain: true, options: webMethods }),
  url: {
    ...requiredTextField({
      label: 'Address',
      hint: 'https://example.org/orders/{{id}}',
      check: (text) =>
        isAddress(text) ? null : 'an address starting with http:// or https://, or with a {{name}}',
    }),
    input: 'url' as const,
  },
  headers: headersField({ hint: 'Keep secrets in the field for them.' }),
  body: textField({ label: 'Body', lines: true, max: 20_000 }),
  expect: textField({
    label: 'Good status codes',
    hint: 'Codes and ranges, such as 200-299, 401',
    fallback: '200-299',
    max: 200,
    check: (text) =>
      parseRanges(text) === null ? 'codes and ranges from 100 to 599, such as 200-299, 401' : null,
  }),
  contains: textField({ label: 'Must contain', max: 500 }),
  query: textField({
    label: 'Must be true',
    hint: 'A JSONata expression over the JSON answer, such as total > 0. $name reads a stored value or a secret.',
    check: (text) => (text === '' ? null : wrongInQuery(text)),
  }),
  store: textField({
    label: 'Store',
    hint: 'One on each line: name = JSONata, or name = /regular expression/. Later steps use it as {{name}}.',
    lines: true,
    max: 4_000,
    check: (text) => wrongInStore(text),
  }),
  always: toggleField({
    label: 'Run even after a failure',
    hint: 'To clean up after earlier steps',
    fallback: false,
  }),
};

export type Step = SettingsOf<typeof stepFields>;

export const journey = defineCheck({
  label: 'HTTP journey',
  about: 'Asks several web addresses in turn; a step may use what earlier ones stored.',
  intervalSeconds: 300,
  deadlineMs: longestJourneyMs,
  area: 'experience',
  fields: {
    steps: stepsField({ label: 'Steps', fields: stepFields, most: mostSteps }),
    secrets: secretsField,
    ...journeyFields('step'),
  },
  wrong: ({ steps, secrets }) => findUnknownName(steps, secrets),
  target: ({ steps }) => {
    const url = steps[0]?.url ?? '';
    return URL.canParse(url) ? webTarget({ url }) : { url: '', hostname: '', port: '' };
  },
  run: runJourney,
});

function isAddress(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.startsWith('{{')) return true;
  // A placeholder may stand for a part of the address, so the text may not parse yet.
  const filled = trimmed.replaceAll(/\{\{[^{}]*\}\}/g, '1');
  if (!/^https?:\/\//i.test(filled) || !URL.canParse(filled)) return false;
  const { username, password } = new URL(filled);
  return username === '' && password === '';
}

function wrongInStore(text: string): string | null {
  const stored = parseStore(text);
  if (stored === null) return 'lines of the form name = JSONata or name = /regular expression/';
  const wrong = stored.map(({ from }) => ('query' in from ? wrongInQuery(from.query) : null));
  return wrong.find((each) => each !== null) ?? null;
}

/** A {{name}} that is neither a secret nor stored by an earlier step. */
function findUnknownName(steps: readonly Step[], secrets: string): Fault | null {
  const known = new Set(parseSecrets(secrets)?.keys());
  for (const [index, step] of steps.entries()) {
    for (const field of ['url', 'headers', 'body', 'contains'] as const) {
      const missing = namesIn(step[field]).find((name) => !known.has(name));
      if (missing === undefined) continue;
      const expected = `names of secrets or of what earlier steps store; {{${missing}}} is neither`;
      return { path: ['steps', index, field], expected };
    }
    for (const { name } of parseStore(step.store) ?? []) known.add(name);
  }
  return null;
}
