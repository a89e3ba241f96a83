import parseTweet from 'twitter-text/dist/parseTweet.js';
import { splitHeadline } from '../render.ts';
import { defineChannel } from './channel.ts';

const shortLimit = 280;

/** Length as social networks count it: most letters 1, wide characters and emoji 2, an address 23, even without https. */
export const weigh = (text: string): number => parseTweet(text).weightedLength;

/** The headline and as many whole sentences as fit; only a first sentence that is too long is cut, between words. */
export const short = defineChannel({
  label: 'Short (280)',
  usual: 'short post',
  render(rendered) {
    const { headline, body } = splitHeadline(rendered);
    const whole = sentencesOf(headline, body);
    const fitted = takeWhole(whole) || cutWords(whole[0] ?? '');
    return {
      sent: fitted,
      parts: [{ label: 'Post', text: fitted }],
      payload: null,
      length: weigh(fitted),
      limit: shortLimit,
      unit: 'characters',
      fits: fitted !== '',
      isShortened: fitted !== whole.reduce(joined, ''),
    };
  },
});

/** Takes leading sentences while they fit; stops at the first that does not. */
function takeWhole(sentences: readonly string[]): string {
  let text = '';
  for (const next of sentences) {
    const longer = joined(text, next);
    if (weigh(longer) > shortLimit) break;
    text = longer;
  }
  return text;
}

/** Japanese and Chinese have no space between sentences. */
const joined = (text: string, next: string): string =>
  text === '' || /[。！？]$/u.test(text) ? text + next : `${text} ${next}`;

function sentencesOf(headline: string, body: string): string[] {
  const title = headline === '' || /[.!?…:。！？：]$/u.test(headline) ? headline : `${headline}.`;
  const lines = [title, ...body.split('\n')].map((line) => line.trim()).filter(Boolean);
  // A full stop ends a sentence where a space and a capital follow: not in 99.9 or in an address.
  return lines.flatMap((line) => line.split(/(?<=[.!?])\s+(?=\p{Lu}|\d)|(?<=[。！？])/u));
}

/** Finds words also in languages that are written without spaces. */
const words = new Intl.Segmenter('en', { granularity: 'word' });

function cutWords(sentence: string): string {
  let text = '';
  for (const { segment } of words.segment(sentence)) {
    if (weigh(`${text}${segment}…`) > shortLimit) break;
    text += segment;
  }
  return text.trim() === '' ? '' : `${text.trimEnd()}…`;
}
