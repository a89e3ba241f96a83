// The frame of every page: landmarks, one h1, the language switch, and how old the page is.
import { isoTime } from '#room/time/time.ts';
import { wordsIn } from '../languages/index.ts';
import { constant, type Markup, markup, textOf } from '../markup/markup.ts';
import { hasFolds } from './components.ts';
import { methodSentence } from './method-sentence.ts';
import { ageScript, ageScriptHash } from './script.ts';
import { sayLine, type PageSpeech, time } from './speech.ts';
import { styleOf } from './style.ts';
import { subscribingWordsIn } from '../languages/subscribing/index.ts';
import { waysOf } from './subscribing.ts';

type Frame = {
  speech: PageSpeech;
  title: string;
  /** The page's path in each language's folder, such as `history/index.html`. */
  path: string;
  description: string;
  body: Markup;
  /** Without the team's own links, for a page that is already heavy (SP3). */
  isLean?: boolean;
};

export function frame({ speech, title, path, description, body, isLean = false }: Frame): string {
  const { view, language, words, home, top } = speech;
  const { page } = view;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; script-src '${ageScriptHash}'; connect-src 'self'; base-uri 'none'; form-action ${originOf(view.signUp) ?? "'none'"}`;
  const head = markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title>
<meta name="description" content="${description}">
<meta name="generator" content="Muster">
<link rel="icon" type="image/svg+xml" href="${top}favicon.svg">
<link rel="alternate" type="application/rss+xml" title="RSS" href="${home}history.rss">
<link rel="alternate" type="application/atom+xml" title="Atom" href="${home}history.atom">
${page.languages.map((each) => markup`<link rel="alternate" hreflang="${each}" href="${top}${folderOf(speech, each)}${path}">`)}
<style>${constant(styleOf(page.theme, hasFolds(view)))}</style>
</head>
`;
  return textOf(markup`${head}<body>
<a class="k" href="#m">${words.skip}</a>
${header(speech, path)}
<main id="m" class="w">
${body}
</main>
${footer(speech, path, isLean)}
<script>${constant(ageScript)}</script>
</body>
</html>
`);
}

/** The folder of a language below the top; empty for the page's own language. */
export const folderOf = ({ view }: Pick<PageSpeech, 'view'>, language: string): string =>
  language === view.page.language ? '' : `${language}/`;

function header(speech: PageSpeech, path: string): Markup {
  const { view, words, home, top } = speech;
  const { page } = view;
  const name = markup`${page.logo !== undefined && markup`<img src="${top}logo.svg" alt="" height="32">`}<span>${page.name}</span>`;
  const links = [
    ['index.html', words.back],
    ['history/index.html', words.history],
    ['maintenance/index.html', words.maintenance],
  ] as const;
  const current = (href: string) => href === path && markup` aria-current="page"`;
  const [subscribe] = subscribeLinks(speech);
  return markup`<header><div class="w"><a class="l" href="${page.home ?? `${home}index.html`}">${name}</a><nav aria-label="${words.title(page.name)}"><ul>${links.map(([href, text]) => markup`<li><a href="${home}${href}"${current(href)}>${text}</a></li>`)}</ul></nav>${subscribe !== undefined && markup`<a class="b1" href="${subscribe[0]}"${current('subscribe/index.html')}>${words.subscribe}</a>`}</div></header>`;
}

function footer(speech: PageSpeech, path: string, isLean: boolean): Markup {
  const { view, words, home, top, language } = speech;
  const { page } = view;
  const feeds = [
    ...subscribeLinks(speech),
    [`${home}history.rss`, 'RSS'],
    [`${home}history.atom`, 'Atom'],
    [`${top}maintenance.ics`, words.calendar],
    [`${top}api/v2/summary.json`, 'JSON'],
  ] as [string, string][];
  const own = (isLean ? [] : page.links).map(
    ({ label, url }) => markup`<li><a href="${url}">${sayLine(speech, label)}</a></li>`,
  );
  const others =
    page.languages.length > 1 &&
    markup`<nav class="z" aria-label="${words.languages}"><ul>${page.languages.map((each) => languageLink(speech, each, path))}</ul></nav>`;
  return markup`<footer aria-label="${words.footer}"><div class="w"><nav aria-label="${words.subscribe}"><ul>${feeds.map(([href, text]) => markup`<li><a href="${href}">${text}</a></li>`)}${own}</ul></nav>${others}
<p>${words.asOf} ${time(speech, view.now)} · ${words.allTimes(page.timeZone)}</p>
${methodSentence(speech)}
<p>${words.madeWith}</p></div></footer>`;

  function languageLink(
    { top: up }: PageSpeech,
    each: (typeof page.languages)[number],
    file: string,
  ): Markup {
    const current = each === language && markup` aria-current="true"`;
    return markup`<li><a href="${up}${folderOf(speech, each)}${file}" lang="${each}" hreflang="${each}"${current}>${wordsIn[each].name}</a></li>`;
  }
}

/** The only origin that the page's forms may send to. */
const originOf = (address: string | undefined): string | undefined =>
  /^https?:\/\/[^/?#;,\s]+/iu.exec(address ?? '')?.[0];

const subscribeLinks = ({ view, words, home, language }: PageSpeech): [string, string][] => {
  const { subscribe } = view.page;
  if (view.signUp !== undefined) {
    const isMailAlone = waysOf(view).every((way) => way === 'email');
    const label = isMailAlone ? words.byMail : subscribingWordsIn[language].submit;
    return [[`${home}subscribe/index.html`, label]];
  }
  return subscribe === undefined ? [] : [[subscribe, words.byMail]];
};

/**
 * SP30, SP31: what the script needs: when the page was rendered (it warns when that was long ago), its zone, and for
 * SP38 its sequence and what its address has in it at the server's own door.
 */
export const asOf = ({ view, words }: PageSpeech): Markup => {
  const { page, sequence } = view;
  const door = page.url === undefined ? `/status/${page.slug}/` : view.base;
  return markup`<p class="x" id="old" role="status" data-at="${isoTime(view.now)}" data-q="${String(sequence)}" data-n="${door}" data-zone="${page.timeZone}" data-yours="${words.yourTime('{}')}" hidden>${words.stale}</p>`;
};
