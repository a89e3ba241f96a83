import { textField } from '../forms/fields.ts';
import { defineCheck } from './check.ts';
import { checkWeb, findWords, sayUnread, webAddress, webFields, webTarget } from './web/web.ts';

export const http = defineCheck({
  label: 'HTTP(S)',
  about: 'Asks a web address and looks at the status, the words and the time it takes.',
  fields: {
    url: webAddress,
    keyword: textField({
      label: 'Must contain',
      hint: 'Down when the answer lacks this text',
      group: 'Answer',
      max: 500,
    }),
    absent: textField({
      label: 'Must not contain',
      hint: 'Down when the answer has this text',
      group: 'Answer',
      max: 500,
    }),
    ...webFields,
  },
  target: webTarget,
  run: (settings, context) => {
    const { keyword, absent } = settings;
    return checkWeb(settings, context, {
      needsBody: keyword !== '' || absent !== '',
      judge: (answer) => {
        const wanted = findWords(answer, keyword);
        if (wanted === 'no') return `“${keyword}” is not in the answer`;
        if (wanted !== 'yes') return sayUnread(keyword, wanted.unread);
        if (absent === '') return null;
        const unwanted = findWords(answer, absent);
        if (unwanted === 'yes') return `“${absent}” is in the answer`;
        return unwanted === 'no' ? null : { unknown: sayUnread(absent, unwanted.unread) };
      },
    });
  },
});
