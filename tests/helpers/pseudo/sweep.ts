// Lists words on a screen in the pseudo-locale that come neither from renderer/strings/ nor from a person. The list
// is kept in a file, shared by all workers.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

export type Untranslated = { screen: string; where: string; words: string; isOfServer: boolean };

const file = path.resolve(import.meta.dirname, '../../../test-results/untranslated.jsonl');
const seen = new Set<string>();

export const forgetSweeps = (): void => rmSync(file, { force: true });

/** The findings of all sweeps, without repeats. Throws when no screen was read. */
export function readSweeps(): Untranslated[] {
  if (!existsSync(file)) throw new Error('No screen was read in the pseudo-locale.');
  const lines = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
  const found = lines.map((line) => JSON.parse(line) as Untranslated);
  return [...new Map(found.map((each) => [`${each.where} ${each.words}`, each])).values()];
}

/** `written`: words of people. `heard`: words in server answers. */
export async function sweep(
  page: Page,
  { screen, written, heard }: { screen: string; written: ReadonlySet<string>; heard: ReadonlySet<string> },
): Promise<void> {
  const { shown, fields } = await page.evaluate(findPlain).catch(() => ({ shown: [], fields: [] })); // it was just closed, or goes elsewhere
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, '');
  const fresh = shown.filter(({ where, words }) => !seen.has(`${where} ${words}`));
  if (fresh.length === 0) return;
  // What stands in a field is text that a person may change. A label may repeat it, as in “Leave out: …”.
  const texts = knownWords([...written, ...fields]);
  const answers = knownWords(heard);
  for (const each of fresh) {
    seen.add(`${each.where} ${each.words}`);
    if (owed.some((words) => each.words.includes(words))) continue;
    if (covers(texts, each.words) || (isQuotation(each.where) && quotes(texts, each.words))) continue;
    const found: Untranslated = { screen, ...each, isOfServer: covers(answers, each.words) };
    appendFileSync(file, `${JSON.stringify(found)}\n`);
  }
}

// Names, keys, units and formats are the same in every language.
const names = new Set(
  [
    'Muster Slack Discord Teams Telegram ntfy PagerDuty Opsgenie Alertmanager Grafana Twilio Zoom Jitsi Mattermost',
    'GitHub Jira Sentry Datadog Google Atlassian Markdown Word Bearer Authorization SRE',
    'HTTP HTTPS TCP UDP DNS TLS ICMP SSH SMTP IMAP POP3 LDAP MQTT gRPC WebSocket NTP RDAP SQL PostgreSQL MySQL',
    'Redis MongoDB Docker JSON HTML PDF DOCX CSV URL API TwiML iCal SMS UTC GET POST PUT PATCH DELETE HEAD OPTIONS',
    'CNAME AAAA MX NS TXT SOA SRV CAA PTR',
    'Ctrl Alt Shift Enter Esc Space Tab Home End PgUp PgDn PageUp PageDown Backspace Del Up Down',
    'temporary permanent', // typed in the line
    // typed in the line
    'triage investigating identified monitoring resolved closed users business availability security data none minor',
    'major critical',
    'desktop', // the channel of a page, as facts name it
    'ms min KiB MiB GiB kB MB GB INC PIR am pm p50 p95 p99',
    'Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Sept Oct Nov Dec January February March April',
    'June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday',
  ].flatMap((line) => line.toLowerCase().split(' ')),
);

// Known to be still in English: shipped templates, the desktop's texts through its bridge, texts that a server writes
// into a room, and suggestions for entries.
const owed = [
  'Standard',
  'Short',
  'Public',
  'cannot be reached from this computer',
  'The team’s server',
  'The check that failed has recovered',
  'Check “',
];

/** Addresses, paths, values in braces and commands of the line are not words. */
const isCode = (token: string): boolean => /[/\\@{}=_<>[\]|]|^--|^[\dA-Z]{4}(?:-[\dA-Z]{4})+$/u.test(token);

/** In small letters, the longest first. Made once for each sweep: there are thousands. */
type Known = readonly string[];
const knownWords = (texts: Iterable<string>): Known =>
  [...new Set(Array.from(texts, (text) => squeeze(text).toLowerCase()))].toSorted(
    (a, b) => b.length - a.length,
  );

/** Whether the known texts contain these words, or they consist only of known texts, names and numbers. */
function covers(known: Known, words: string): boolean {
  return coversOne(known, words) || sentencesOf(words).every((sentence) => coversOne(known, sentence));
}
// A long text is cut with an ellipsis in its middle.
const sentencesOf = (words: string) => words.split(/(?<=[.!?:…])\s+|\s+(?=…)/u);

/** A quotation, the marks of a change, and a sentence with code in it show single words of a text. */
const isQuotation = (where: string) => /^(?:q|del|ins|mark)\b|^\w+ with code/u.test(where);
const quotes = (known: Known, words: string) =>
  words
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => known.some((text) => text.split(' ').some((each) => trim(each) === trim(word))));

function coversOne(known: Known, words: string): boolean {
  // The grammar of a command of the line.
  if (/^\/[a-z-]+(?: |$)/u.test(words.trim())) return true;
  const bare = trim(words).toLowerCase();
  const isLong = /\s/u.test(bare);
  let rest = ` ${words.toLowerCase()} `;
  for (const said of known) {
    if (trim(said) === bare || (isLong && said.includes(bare))) return true;
    if (said.length > 1) rest = takeOut(rest, said);
  }
  return rest
    .split(/\s+/u)
    .filter((token) => !isCode(token))
    .flatMap((token) => token.split(/[^\p{L}\p{N}]+/u))
    .every((word) => !/\p{L}{2}/u.test(word) || names.has(word) || /\d/u.test(word) || word.length === 2);
}

/** `words` without each place where `said` stands as whole words. */
function takeOut(words: string, said: string): string {
  const isLetter = (at: number) => /[\p{L}\p{N}]/u.test(words.charAt(at));
  let [left, from] = ['', 0];
  for (let at = words.indexOf(said); at !== -1; at = words.indexOf(said, at + said.length)) {
    const end = at + said.length;
    if ((isLetter(at - 1) && isLetter(at)) || (isLetter(end - 1) && isLetter(end))) continue;
    left += `${words.slice(from, at)} `;
    from = end;
  }
  return left + words.slice(from);
}

const trim = (words: string) => words.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
/** Marks of code are not shown. */
const squeeze = (words: string) => words.replaceAll('`', '').replaceAll(/\s+/gu, ' ');

/** Runs in the page. Finds runs of words without a letter of the pseudo-locale, and the texts in fields. */
function findPlain(): { shown: { where: string; words: string }[]; fields: string[] } {
  const marked = /[áḃçḑéḟğĥïĵķļḿñöṗŕšţûṽŵẋýž]/iu;
  const attributes = ['title', 'aria-label', 'placeholder', 'aria-description', 'aria-valuetext', 'alt'];
  const found: { where: string; words: string }[] = [];
  const note = (element: Element, attribute: string | null, text: string) => {
    const runs: string[][] = [[]];
    for (const word of text.replaceAll(/[⟦⟧~]/gu, ' ').split(/\s+/u))
      if (marked.test(word)) runs.push([]);
      else if (word !== '') runs.at(-1)!.push(word);
    const tag = `${element.tagName.toLowerCase()}${element.querySelector(':scope > code') ? ' with code' : ''}`;
    const names = [...element.classList].map((name) => name.replace(/^_+/u, '').split('_')[0]).join('.');
    const where = `${tag}${names === '' ? '' : `.${names}`}${attribute === null ? '' : `@${attribute}`}`;
    for (const run of runs) {
      const words = run.join(' ');
      if (/\p{L}{2}/u.test(words)) found.push({ where, words });
    }
  };
  for (const element of document.querySelectorAll('body *')) {
    if (
      element.closest(
        'script, style, noscript, svg title, [contenteditable], time[datetime], iframe, textarea, pre, code',
      )
    )
      continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    // A part of a sentence in which letters match: the sentence is read as a whole.
    if (element.parentElement?.querySelector(':scope > mark')) continue;
    for (const attribute of attributes) {
      const text = element.getAttribute(attribute);
      if (text !== null) note(element, attribute, text);
    }
    // Text around code, or around letters that match, is one sentence with them.
    if (element.querySelector(':scope > :is(code, mark)')) note(element, null, element.textContent);
    else
      for (const child of element.childNodes)
        if (child.nodeType === Node.TEXT_NODE) note(element, null, child.nodeValue ?? '');
  }
  const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')];
  // The texts that people write together.
  const editors = [...document.querySelectorAll<HTMLElement>('[contenteditable="true"]')];
  const texts = [
    ...fields.map(({ value }) => value),
    ...editors.flatMap((each) => each.innerText.split('\n')),
  ];
  return { shown: found, fields: texts.filter((text) => text.trim() !== '') };
}
