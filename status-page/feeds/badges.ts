// SP52: the state as a small image, and in the format of shields.io. Also the page's icon.
import { wordsIn } from '../languages/index.ts';
import type { Shown } from '../levels.ts';
import { type Markup, markup, textOf } from '../markup/markup.ts';
import { shorten } from '../text.ts';
import { defaultColours } from '../schema/theme.ts';
import type { StatusPageView } from '../view.ts';

export function badgeFiles(view: StatusPageView): Map<string, string> {
  const { page, overall } = view;
  const words = wordsIn[page.language];
  const files = new Map<string, string>();
  const add = (path: string, label: string, shown: Shown) => {
    const message = words.shown[shown];
    files.set(`${path}.svg`, badge(shorten(label, 40), message, view.page.theme.light[shown]));
    const color = view.page.theme.light[shown];
    files.set(`${path}.json`, `${JSON.stringify({ schemaVersion: 1, label, message, color })}\n`);
  };
  add('badge', page.name, overall.shown);
  for (const { id, name, standing } of view.components) add(`badges/${id}`, name, standing.shown);
  files.set('favicon.svg', textOf(icon(overall.shown, page.theme.light[overall.shown])));
  return files;
}

/** Widths are an estimate; `textLength` fits the text to them in any font. */
function badge(label: string, message: string, colour: string): string {
  const { ink, paper, line } = defaultColours.light;
  const left = widthOf(label) + 16;
  const right = widthOf(message) + 32;
  const whole = left + right;
  return textOf(markup`<svg xmlns="http://www.w3.org/2000/svg" width="${whole}" height="22" role="img" aria-label="${label}: ${message}"><title>${label}: ${message}</title><rect x="0.5" y="0.5" width="${whole - 1}" height="21" rx="3" fill="${paper}" stroke="${line}"/><path d="M3 0h${left - 3}v22H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="${ink}"/><rect x="${left + 9}" y="7" width="8" height="8" fill="${colour}"/><g font-family="IBM Plex Sans,Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="8" y="15" fill="${paper}" textLength="${left - 16}">${label}</text><text x="${left + 24}" y="15" fill="${ink}" textLength="${right - 32}">${message}</text></g></svg>
`);
}

const widthOf = (text: string): number =>
  Array.from(text).reduce(
    (sum, sign) =>
      sum +
      (/[ilj.,:;'|! ]/u.test(sign)
        ? 3.4
        : /[mwMW@%]/u.test(sign)
          ? 9.6
          : /[\u{2E80}-\u{10FFFF}]/u.test(sign)
            ? 11
            : /\p{Lu}/u.test(sign)
              ? 7.6
              : 6.3),
    0,
  );

const shapes: Record<Shown, Markup> = {
  operational: markup`<circle cx="16" cy="16" r="13"/>`,
  degraded: markup`<path d="M16 2 31 30H1z"/>`,
  partial: markup`<path d="M16 1 31 16 16 31 1 16z"/>`,
  major: markup`<path d="M3 3h26v26H3z"/>`,
  maintenance: markup`<path d="M2 11h28v10H2z"/>`,
  unknown: markup`<path d="M16 3a13 13 0 1 0 0 26 13 13 0 0 0 0-26zm0 6a7 7 0 1 1 0 14 7 7 0 0 1 0-14z"/>`,
};
const icon = (shown: Shown, colour: string): Markup =>
  markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="${colour}">${shapes[shown]}</svg>
`;
