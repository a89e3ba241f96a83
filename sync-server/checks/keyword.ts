import { choiceField, requiredTextField, toggleField } from '../forms/fields.ts';
import { defineCheck } from './check.ts';
import { quote } from './explain.ts';
import { checkWeb, findWords, sayUnread, webAddress, webFields, webTarget } from './web/web.ts';

export const keyword = defineCheck({
  label: 'Keyword',
  about: 'Looks for words on a web page: up when they are there, or when they are not.',
  fields: {
    url: webAddress,
    keyword: requiredTextField({ label: 'Words', max: 500 }),
    expected: choiceField({ label: 'They must be', isMain: true, options: ['present', 'absent'] }),
    ignoresCase: toggleField({
      label: 'Ignore upper and lower case',
      group: 'Answer',
      fallback: false,
    }),
    ...webFields,
  },
  target: webTarget,
  run: (settings, context) => {
    const { keyword: words, expected, ignoresCase } = settings;
    const plain = (text: string) => (ignoresCase ? text.toLowerCase() : text);
    return checkWeb(settings, context, {
      needsBody: true,
      judge: (answer) => {
        const found = findWords({ ...answer, text: plain(answer.text) }, plain(words));
        const isWanted = expected === 'present';
        if (found === 'yes') return isWanted ? null : `“${words}” is in the answer`;
        if (found !== 'no') {
          const reason = sayUnread(words, found.unread);
          return isWanted ? reason : { unknown: reason };
        }
        return isWanted ? `“${words}” is not in the answer, which begins ${quote(answer.text)}` : null;
      },
    });
  },
});
