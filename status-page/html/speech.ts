// One page in one language: how to write times, text and links on it.
import { isoTime } from '#room/time/time.ts';
import { type Language, wordsIn } from '../languages/index.ts';
import type { DurationParts, Words } from '../languages/words.ts';
import type { Shown } from '../levels.ts';
import { type Markup, markup, nothing } from '../markup/markup.ts';
import type { Texts } from '../schema/fields.ts';
import { shorten } from '../text.ts';
import type { StatusPageView } from '../view.ts';
import { wallTime } from '../zone.ts';

export type PageSpeech = {
  view: StatusPageView;
  language: Language;
  words: Words;
  /** Relative paths from this file to the top folder and to its language's folder; empty, or ending in a slash. */
  top: string;
  home: string;
};

export const letterOf: Record<Shown, string> = {
  operational: 'o',
  degraded: 'd',
  partial: 'p',
  major: 'm',
  maintenance: 'i',
  unknown: 'n',
};

/** `depth`: how many folders the file is below its language's folder. */
export function speak(view: StatusPageView, language: Language, depth: number): PageSpeech {
  const home = '../'.repeat(depth);
  const top = language === view.page.language ? home : `${home}../`;
  return { view, language, words: wordsIn[language], top, home };
}

/** SP31: a time as text with its zone, also readable by programs. */
export function time({ view, words }: PageSpeech, at: number): Markup {
  return markup`<time datetime="${isoTime(at)}">${sayTime(view, words, at)}</time>`;
}

export function sayTime(view: StatusPageView, words: Words, at: number): string {
  const wall = wallTime(at, view.page.timeZone);
  return `${words.date(wall)}, ${pad(wall.hour)}:${pad(wall.minute)} ${sayOffset(wall.offsetMinutes)}`;
}

/** A range of time; a day or zone that both ends share is written once. `data-to`: the script writes both as one. */
export function range(speech: PageSpeech, from: number, to: number): Markup {
  const { view, words } = speech;
  const [start, end] = [from, to].map((at) => wallTime(at, view.page.timeZone));
  const isOneDay =
    start && end && words.date(start) === words.date(end) && start.offsetMinutes === end.offsetMinutes;
  const write = (begin: string, finish: string) =>
    weave(
      (one = '', other = '') => words.fromTo(one, other),
      markup`<time data-to="1" datetime="${isoTime(from)}">${begin}</time>`,
      markup`<time datetime="${isoTime(to)}">${finish}</time>`,
    );
  if (!isOneDay) return write(sayTime(view, words, from), sayTime(view, words, to));
  const begin = `${words.date(start)}, ${pad(start.hour)}:${pad(start.minute)}`;
  const finish = `${pad(end.hour)}:${pad(end.minute)} ${sayOffset(end.offsetMinutes)}`;
  return write(begin, finish);
}

export function sayOffset(minutes: number): string {
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const rest = size % 60;
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest ? `:${pad(rest)}` : ''}`;
}

const pad = (part: number): string => String(part).padStart(2, '0');

export function spanOf(ms: number): DurationParts {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  return { days: Math.floor(minutes / 1_440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
}

/** Two decimals, cut and not rounded: only uptime without any loss is 100. */
export function sayShare({ words }: PageSpeech, share: number): string {
  const hundredths = Math.min(share < 1 ? 9_999 : 10_000, Math.floor(share * 10_000 + 1e-7));
  const text = hundredths === 10_000 ? '100' : (hundredths / 100).toFixed(2);
  return text.replace('.', words.mark);
}

/** SP32: the text in the page's language, or else in another one that it was written in. */
export function pick(texts: Texts, language: string, own: string): { text: string; language: string } {
  const all = new Map(Object.entries(texts).map(([key, text]) => [key === '' ? own : key, text]));
  const near = [...all.keys()].find((key) => key.startsWith(`${language}-`));
  const found = [language, near, own, 'en', ...all.keys()].find((key) => key !== undefined && all.has(key));
  return { text: all.get(found ?? '') ?? '', language: found ?? own };
}

const isSame = (one: string, other: string): boolean => one.split('-')[0] === other.split('-')[0];

/** `most` limits the text, in characters. */
export function sayLine({ view, language }: PageSpeech, texts: Texts, most = Infinity): Markup {
  const found = pick(texts, language, view.page.language);
  const text = shorten(found.text, most);
  return isSame(found.language, language)
    ? markup`${text}`
    : markup`<span lang="${found.language}">${text}</span>`;
}

/** Paragraphs; marks text in another language as such. `shortened` cuts the text. */
export function sayProse(speech: PageSpeech, texts: Texts, shortened = (text: string) => text): Markup {
  const { view, language, words } = speech;
  const found = pick(texts, language, view.page.language);
  const text = shortened(found.text);
  if (isSame(found.language, language)) return paragraphs(text, nothing);
  const name = nameOf(found.language);
  return markup`${paragraphs(text, markup` lang="${found.language}"`)}<p class="f">${words.onlyIn(name)}</p>`;
}

/** SP144: prose with its headings: a line alone, at most 80 characters, that does not end like a sentence. */
export function sayArticle(speech: PageSpeech, texts: Texts): Markup {
  const { view, language, words } = speech;
  const found = pick(texts, language, view.page.language);
  const isOwn = isSame(found.language, language);
  const attributes = isOwn ? nothing : markup` lang="${found.language}"`;
  const parts = found.text.split(/\n\s*\n/u);
  const body = parts.map((part, index) =>
    index < parts.length - 1 && isHeading(part)
      ? markup`<h3${attributes} dir="auto">${part}</h3>`
      : markup`<p${attributes} dir="auto">${lines(part)}</p>`,
  );
  return markup`${body}${!isOwn && markup`<p class="f">${words.onlyIn(nameOf(found.language))}</p>`}`;
}

const isHeading = (part: string): boolean => /^(?!\d+\.\s|[•–-]\s).{1,80}(?<![.!?:;,…)])$/u.test(part);

const nameOf = (tag: string): string => Object.entries(wordsIn).find(([key]) => key === tag)?.[1].name ?? tag;

function paragraphs(text: string, attributes: Markup): Markup {
  return markup`${text
    .split(/\n\s*\n/u)
    .map((part) => markup`<p${attributes} dir="auto">${lines(part)}</p>`)}`;
}

const lines = (text: string): Markup =>
  markup`${text.split('\n').map((each, index) => markup`${index > 0 && markup`<br>`}${withLinks(each)}`)}`;

/** Turns addresses into links; punctuation at the end of a sentence is not part of one. */
function withLinks(text: string): Markup {
  const parts = text.split(/(https?:\/\/[^\s<>"'`\\]*[^\s<>"'`\\.,;:!?)\]}])/iu);
  return markup`${parts.map((part, index) =>
    index % 2 === 1 ? markup`<a href="${part}" rel="nofollow noopener">${part}</a>` : part,
  )}`;
}

/** The style takes an unmarked state as operational, which most of up to 200 are. */
export const state = ({ words }: PageSpeech, shown: Shown): Markup =>
  markup`<em${shown !== 'operational' && markup` class=${letterOf[shown]}`}>${words.shown[shown]}</em>`;

/** A whole sentence with markup in it, such as machine-readable times. */
export function weave(sentence: (...places: string[]) => string, ...parts: readonly Markup[]): Markup {
  const places = parts.map((_, index) => String.fromCodePoint(0xe0_00 + index));
  const pieces = sentence(...places).split(/([\uE000-\uE00F])/u);
  return markup`${pieces.map((piece) => parts[places.indexOf(piece)] ?? piece)}`;
}
