import { choiceField, requiredTextField, toggleField } from '../forms/fields.ts';
import { defineCheck } from './check.ts';
import { quote } from './explain.ts';
import { checkWeb, webAddress, webFields, webTarget } from './web.ts';

export const keyword = defineCheck({
  label: 'Keyword',
  about: 'Looks for words on a web page: up when they are there, or when they are not.',
  fields: {
    url: webAddress,
    keyword: requiredTextField({ label: 'Words', max: 500 }),
    expected: choiceField({ label: 'They must be', isMain: true, options: ['present', 'absent'] }),
    ignoresCase: toggleField({
      label: 'Upper and lower case are the same',
      group: 'Answer',
      fallback: false,
    }),
    ...webFields,
  },
  target: webTarget,
  run: (settings, context) =>
    checkWeb(settings, context, ({ text }) => {
      const { expected, ignoresCase } = settings;
      const plain = (words: string) => (ignoresCase ? words.toLowerCase() : words);
      const isThere = plain(text).includes(plain(settings.keyword));
      if (isThere === (expected === 'present')) return null;
      const words = `“${settings.keyword}”`;
      return isThere
        ? `${words} is in the answer`
        : `${words} is not in the answer, which begins ${quote(text)}`;
    }),
});
