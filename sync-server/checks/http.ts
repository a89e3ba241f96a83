import { textField } from '../forms/fields.ts';
import { defineCheck } from './check.ts';
import { checkWeb, webAddress, webFields, webTarget } from './web.ts';

export const http = defineCheck({
  label: 'HTTP(S)',
  about: 'Asks a web address and looks at the status, the words and the time it takes.',
  fields: {
    url: webAddress,
    keyword: textField({
      label: 'Must contain',
      hint: 'Down when the answer lacks these words',
      group: 'Answer',
      max: 500,
    }),
    absent: textField({
      label: 'Must not contain',
      hint: 'Down when the answer has these words',
      group: 'Answer',
      max: 500,
    }),
    ...webFields,
  },
  target: webTarget,
  run: (settings, context) =>
    checkWeb(settings, context, ({ text }) => {
      const { keyword, absent } = settings;
      if (!text.includes(keyword)) return `“${keyword}” is not in the answer`;
      return absent !== '' && text.includes(absent) ? `“${absent}” is in the answer` : null;
    }),
});
