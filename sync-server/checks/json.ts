import { choiceField, requiredTextField, textField } from '../forms/fields.ts';
import { defineCheck } from './check.ts';
import { evaluateJson } from '../outgoing/expressions.ts';
import { compare, operators, sayWrongJson, wrongInQuery } from './query.ts';
import { checkWeb, webAddress, webFields, webTarget } from './web/web.ts';

export const json = defineCheck({
  label: 'JSON query',
  about: 'Asks an API and compares one value of its JSON answer.',
  fields: {
    url: webAddress,
    query: requiredTextField({
      label: 'Value',
      hint: 'JSONata, such as status or $count(queue[state = "failed"])',
      max: 2_000,
      check: wrongInQuery,
    }),
    operator: choiceField({ label: 'Must be', isMain: true, options: operators }),
    expected: textField({ label: 'Expected', isMain: true, max: 500 }),
    ...webFields,
  },
  target: webTarget,
  run: (settings, context) =>
    checkWeb(settings, context, {
      needsBody: true,
      judge: async ({ text, unread }) => {
        try {
          const found = await evaluateJson(settings.query, text);
          return compare(found, settings.operator, settings.expected);
        } catch (error) {
          return sayWrongJson(error, text, unread);
        }
      },
    }),
});
