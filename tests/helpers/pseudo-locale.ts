// Runs any story in the pseudo-locale (MUSTER_LOCALE=pseudo). The story still names things in English: its locators
// and expectations accept marked letters and brackets, and texts it reads are plain again. Words that the story
// writes are remembered, because a screen may show them unchanged.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page, Response } from '@playwright/test';
import type { DesktopBridge } from '#main/bridge.ts';
import { values } from '#room/comms/values.ts';
import { sweep } from './sweep.ts';

export const isPseudo = process.env.MUSTER_LOCALE === 'pseudo';

/**
 * Not words of the screens: the handbook is a text of its own, and a team may edit the shipped playbooks and
 * templates.
 */
const shipped = globSync(
  path.join(import.meta.dirname, '../../{assets/{playbooks,handbook}/*.md,room/team/shipped/*.ts}'),
).flatMap((file) => {
  const raw = readFileSync(file, 'utf8').split('\n');
  const lines = raw.map((line) => line.replaceAll(/^[-#*>\s\d.[\]]+|\*\*|`/gu, '').trim());
  // Who does a step and how long it takes are shown as chips.
  const chips = lines.map((line) => line.replaceAll(/@(?=\p{L})|[()]/gu, ''));
  const roles = lines.flatMap((line) => [...line.matchAll(/@(\p{L}+)/gu)].map(([, role = '']) => role));
  // What a step says around its commands.
  const aroundCode = raw.flatMap((line) => line.split(/`[^`]*`/u).slice(1, -1)).map((words) => words.trim());
  // What a template says around its values.
  const around = lines.flatMap((line) => line.split(/\{[^}]*\}|\[[^\]]*\]/u)).map((words) => words.trim());
  return [
    ...lines,
    ...chips,
    ...aroundCode.filter((words) => words !== ''),
    ...roles,
    ...around.filter((words) => words.length > 3),
    ...lines.flatMap((line) => line.split(', ')),
    lines.join(' '),
  ];
});

/** Words that the stories of this process typed or sent. */
const written = new Set(isPseudo ? [...shipped, ...Object.values(values).map(({ unknown }) => unknown)] : []);
/** Words in server answers. */
const heard = new Set<string>();

const marks = '[⟦⟧~]*';
// As renderer/strings/pseudo.ts makes them: a plain letter with one mark.
const markedLetters = Array.from('áḃçḑéḟğĥïĵķļḿñöṗŕšţûṽŵẋýž');
const forms = new Map(
  markedLetters.flatMap((letter) => {
    const base = letter.normalize('NFD')[0]!;
    return [
      [base, `[${base}${letter}]`],
      [base.toUpperCase(), `[${base.toUpperCase()}${letter.toUpperCase()}]`],
    ] as const;
  }),
);
const bases = new Map(
  markedLetters.flatMap((letter) => [
    [letter, letter.normalize('NFD')[0]!],
    [letter.toUpperCase(), letter.normalize('NFD')[0]!.toUpperCase()],
  ]),
);

/** Turns text of the pseudo-locale back into English. */
export const plain = (text: string): string =>
  text.includes('⟦')
    ? text.replaceAll(/~*⟧|⟦/gu, '').replaceAll(/\p{L}/gu, (letter) => bases.get(letter) ?? letter)
    : text;

/** Matches the words in either language. */
export function tolerant(
  words: string | RegExp,
  { isWhole = false, flags = 'iu' }: { isWhole?: boolean | undefined; flags?: string } = {},
): RegExp {
  if (words instanceof RegExp)
    return new RegExp(
      tolerantSource(words.source),
      words.flags.includes('u') ? words.flags : `${words.flags}u`,
    );
  const source = Array.from(words.replaceAll(/\s+/gu, ' ').trim())
    .map((each) => forms.get(each) ?? each.replace(/[\\^$.*+?()[\]{}|/]/u, String.raw`\$&`))
    .join(marks);
  return new RegExp(isWhole ? `^\\s*${marks}${source}${marks}\\s*$` : source, flags);
}

/** Makes letters outside of escapes, classes and group heads tolerant; an anchor also matches before a bracket. */
function tolerantSource(source: string): string {
  const parts = source.matchAll(
    /\\[pP]\{[^}]*\}|\\u\{?[\dA-Fa-f]+\}?|\\.|\[(?:\\.|[^\]])*\]|\(\?[:=!]|\(\?<[=!]|\{\d+(?:,\d*)?\}|./gsu,
  );
  return [...parts]
    .map(([part]) => {
      if (part === '^') return `^${marks}`;
      if (part === '$') return `${marks}$`;
      const form = forms.get(part);
      if (form !== undefined) return `(?:${marks}${form})`;
      return part === ' ' || part === '…' || part === ',' || part === ':'
        ? `(?:${marks}${part}${marks})`
        : part;
    })
    .join('');
}

type Method = (...given: never[]) => unknown;
type Prototype = Record<string, Method>;

/** Makes locators, expectations and reads in this process understand the pseudo-locale. */
export function understandPseudo(page: Page): void {
  if (!isPseudo) return;
  page.on('response', (response) => void hear(response));
  const pages = Object.getPrototypeOf(page) as Prototype & { isPseudo?: true };
  if (pages.isPseudo) return;
  Object.defineProperty(pages, 'isPseudo', { value: true });
  const locators = Object.getPrototypeOf(page.locator('html')) as Prototype;
  const keyboards = Object.getPrototypeOf(page.keyboard) as Prototype;
  for (const prototype of [pages, locators]) {
    patchLocators(prototype);
    patchWriting(prototype, ['fill', 'pressSequentially']);
    patchReading(prototype);
  }
  patchWriting(keyboards, ['type', 'insertText']);
  patchExpectations(locators);
  patchAddresses(pages);
  sweepBefore(locators, ['click', 'press', 'fill']);
  rememberSent();
}

/** Lists untranslated words on the screen; `screen` names the screen. */
export async function sweepScreen(page: Page, screen: string): Promise<void> {
  if (!isPseudo) return;
  await askServer(page);
  await sweep(page, { screen, written, heard });
}

const askEveryMs = 3_000;
const askedAt = new WeakMap<Page, number>();

/** Asks for what comes over the live feed, which no response shows: titles and reasons that a server makes. */
async function askServer(page: Page) {
  if (Date.now() - (askedAt.get(page) ?? 0) < askEveryMs) return;
  askedAt.set(page, Date.now());
  const answers = await page
    .evaluate(async () => {
      const session = await (globalThis as { muster?: DesktopBridge }).muster?.session();
      if (!session) return [];
      const { server, token } = session;
      const ask = async (what: string): Promise<unknown> =>
        (await fetch(`${server}/api/v1/${what}`, { headers: { authorization: `Bearer ${token}` } })).json();
      const room = /#\/room\/([0-9A-Z]{26})/u.exec(location.href)?.[1];
      // The first message holds the whole snapshot.
      const askFeed = async (): Promise<unknown> => {
        const stop = new AbortController();
        const headers = { authorization: `Bearer ${token}` };
        const { body } = await fetch(`${server}/api/v1/live`, { headers, signal: stop.signal });
        const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
        let text = '';
        while (!text.includes('\n\n')) text += (await reader.read()).value ?? '\n\n';
        stop.abort();
        return JSON.parse(/^data: (.*)$/mu.exec(text)?.[1] ?? 'null');
      };
      return Promise.all([
        askFeed(),
        ...['incidents?status=all', 'channels', 'policies', 'people', 'monitors'].map(ask),
        ...(room === undefined ? [] : [ask(`incidents/${room}/history?after=0`)]),
      ]);
    })
    .catch(() => []); // no server yet, or out of reach
  collect(answers, heard);
}

function sweepBefore(locators: Prototype, names: readonly string[]) {
  for (const name of names) {
    const original = locators[name]!;
    locators[name] = async function swept(this: { page(): Page }, ...given: never[]) {
      const page = this.page();
      await sweepScreen(page, new URL(page.url()).hash.replaceAll(/[0-9A-Z]{26}/gu, 'ID'));
      return original.apply(this, given);
    };
  }
}

async function hear(response: Response) {
  if (!response.headers()['content-type']?.includes('json')) return;
  const body: unknown = await response.json().catch(() => null); // the page went away
  collect(body, heard);
}

type Named = { name?: string | RegExp; exact?: boolean; hasText?: string | RegExp };

const inOptions = <T extends Named | undefined>(options: T): T =>
  options && {
    ...options,
    ...(options.name === undefined ? {} : { name: tolerant(options.name, { isWhole: options.exact }) }),
    ...(options.hasText === undefined ? {} : { hasText: tolerant(options.hasText) }),
  };

function patchLocators(prototype: Prototype) {
  wrap(prototype, 'getByRole', (role: string, options?: Named) => [role, inOptions(options)]);
  wrap(prototype, 'filter', (options?: Named) => [inOptions(options)]);
  wrap(prototype, 'locator', (selector: unknown, options?: Named) => [selector, inOptions(options)]);
  for (const name of ['getByText', 'getByLabel', 'getByPlaceholder', 'getByTitle', 'getByAltText'])
    wrap(prototype, name, (given: string | RegExp, options?: Named) => [
      tolerant(given, { isWhole: options?.exact }),
      options,
    ]);
}

/** Changes the arguments of a method. */
function wrap(prototype: Prototype, name: string, change: (...given: never[]) => unknown[]) {
  const original = prototype[name];
  if (original === undefined) return;
  prototype[name] = function changed(this: unknown, ...given: never[]) {
    return original.apply(this, change(...given) as never[]);
  };
}

function patchWriting(prototype: Prototype, names: readonly string[]) {
  for (const name of names)
    wrap(prototype, name, (...given: unknown[]) => {
      for (const each of given) if (typeof each === 'string') add(each, written);
      return given;
    });
}

function patchReading(prototype: Prototype) {
  for (const name of [
    'innerText',
    'textContent',
    'allInnerTexts',
    'allTextContents',
    'getAttribute',
    'evaluate',
    'evaluateAll',
    'title',
  ]) {
    const original = prototype[name];
    if (original === undefined) continue;
    prototype[name] = async function read(this: unknown, ...given: never[]) {
      return plainDeep(await original.apply(this, given));
    };
  }
}

function plainDeep(value: unknown): unknown {
  if (typeof value === 'string') return plain(value);
  if (Array.isArray(value)) return value.map(plainDeep);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainDeep(each)]));
}

type ExpectedText = {
  string?: string;
  matchSubstring?: boolean;
  ignoreCase?: boolean;
  regexSource?: string;
  regexFlags?: string;
};

/** All text expectations use this one call of Playwright. */
function patchExpectations(locators: Prototype) {
  wrap(locators, '_expect', (expression: string, options: { expectedText?: ExpectedText[] }) => [
    expression,
    options.expectedText === undefined || /class|id|css|url/u.test(expression)
      ? options
      : { ...options, expectedText: options.expectedText.map(tolerantExpectation) },
  ]);
}

function tolerantExpectation(expected: ExpectedText): ExpectedText {
  const { string, regexSource, regexFlags, matchSubstring, ignoreCase, ...rest } = expected;
  const pattern =
    string === undefined
      ? tolerant(new RegExp(regexSource!, regexFlags))
      : tolerant(string, { isWhole: !matchSubstring, flags: ignoreCase ? 'iu' : 'u' });
  return { ...rest, regexSource: pattern.source, regexFlags: pattern.flags };
}

/** A browser gets its language from the address. */
function patchAddresses(pages: Prototype) {
  wrap(pages, 'goto', (address: string, options: unknown) => {
    const url = new URL(address);
    url.searchParams.set('locale', 'pseudo');
    return [url.href, options];
  });
}

function rememberSent() {
  const original = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    if (typeof init?.body === 'string' && /^[{[]/u.test(init.body)) remember(JSON.parse(init.body));
    return original(input, init);
  };
}

// Words of a fixed list, which a screen shows in its own language.
const fixedKeys =
  /^(?:kind|type|status|stage|severity|state|role|as|repair|outcome|verdict|confidence|use|level|users|business|availability|audience|mode|locale)$/u;

/** Remembers the words that a story sends, writes as facts or gives to files. */
export const remember = (sent: unknown): void => collect(sent, written);

/** Adds words; of a person's name also the first name, which screens show alone. */
function add(words: string, into: Set<string>) {
  into.add(words);
  const [, first] = /^(\p{Lu}\p{Ll}+) \p{Lu}\p{Ll}+$/u.exec(words) ?? [];
  if (first !== undefined) into.add(first);
}

function collect(sent: unknown, into: Set<string>, key = ''): void {
  if (typeof sent === 'string' && !fixedKeys.test(key)) add(sent, into);
  else if (Array.isArray(sent)) for (const each of sent) collect(each, into, key);
  else if (sent !== null && typeof sent === 'object')
    for (const [name, each] of Object.entries(sent)) collect(each, into, name);
}
