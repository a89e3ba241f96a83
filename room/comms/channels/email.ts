import { limits } from '../../text/limits.ts';
import { splitHeadline } from '../render.ts';
import { clipWords, countCharacters, defineChannel } from './channel.ts';

/** What mail programs show of a subject is less; RFC 5322 allows 998 on a line, header name included. */
const subjectLimit = 150;

export const email = defineChannel({
  label: 'E-mail',
  usual: 'e-mail',
  render(rendered) {
    const { headline, body } = splitHeadline(rendered);
    // A subject is one line: a line break in it would begin another header.
    const whole = headline.replace(/\p{Cc}+/gu, ' ');
    const subject = clipWords(whole, subjectLimit);
    const sent = `Subject: ${subject}\n\n${body === '' ? whole : body}`;
    return {
      sent,
      parts: [
        { label: 'Subject', text: subject },
        { label: 'Body', text: body === '' ? whole : body },
      ],
      payload: null,
      length: countCharacters(subject),
      limit: subjectLimit,
      unit: 'characters',
      fits: sent.length <= limits.text,
      isShortened: subject !== whole,
    };
  },
});
