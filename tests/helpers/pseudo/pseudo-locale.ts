// Runs any story in the pseudo-locale (MUSTER_LOCALE=pseudo). The story still names things in English: its locators
// and expectations accept marked letters and brackets, and texts it reads are plain again. Words that the story
// writes are remembered, because a screen may show them unchanged.
import type { Page } from '@playwright/test';
import { add, askServer, hear, heard, isPseudo, remember, written } from './known-words.ts';
import { sweep } from './sweep.ts';
import { plainDeep, tolerant } from './tolerant.ts';

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
