// What each verb of a browser script does to a page. Returns the fault, or null.
import type { Locator, Page } from 'playwright-core';
import { STATUS_CODES } from '../../outgoing/node-http.ts';
import type { Line, Verb } from './browser-script.ts';
import { explainFailure, quote } from '../explain.ts';
import { fillIn, namesIn, type SecretValues } from '../placeholders.ts';

export type BrowserStage = {
  page: () => Page;
  known: SecretValues;
  timeoutMs: number;
  /** Why a connection to this address failed. */
  failureOf: (url: URL) => unknown;
  /** The inputs that hold a secret. */
  filled: Locator[];
};

type Said = { words: string; value: string; isSecret: boolean };
type Act = (said: Said, stage: BrowserStage) => Promise<string | null>;

export function actOut({ verb, words, value }: Line, stage: BrowserStage): Promise<string | null> {
  const said = {
    words: fillIn(words, stage.known),
    value: fillIn(value, stage.known),
    isSecret: namesIn(value).length > 0,
  };
  return acts[verb](said, stage);
}

const acts: Record<Verb, Act> = {
  open,
  click: async ({ words }, stage) => {
    const found = await find(clickable(stage.page(), words), stage);
    if (found === null) return `there is nothing to click called ${quote(words)}`;
    const isDone = await inTime(() => found.click({ timeout: stage.timeoutMs }));
    return isDone ? null : `${quote(words)} cannot be clicked${sayLimit(stage)}`;
  },
  fill: async ({ words, value, isSecret }, stage) => {
    const found = await find(fillable(stage.page(), words), stage);
    if (found === null) return `there is no field called ${quote(words)}`;
    if (isSecret) stage.filled.push(found);
    const isDone = await inTime(() => found.fill(value, { timeout: stage.timeoutMs }));
    return isDone ? null : `${quote(words)} cannot be filled in${sayLimit(stage)}`;
  },
  expect: async ({ words }, stage) => {
    const text = stage.page().getByText(words).filter({ visible: true }).first();
    const isThere = await inTime(() => text.waitFor({ timeout: stage.timeoutMs }));
    return isThere ? null : `${quote(words)} is not on the page${sayLimit(stage)}`;
  },
  'expect-not': async ({ words }, stage) => {
    const text = stage.page().getByText(words).filter({ visible: true }).first();
    const isGone = await inTime(() => text.waitFor({ state: 'hidden', timeout: stage.timeoutMs }));
    return isGone ? null : `${quote(words)} is on the page${sayLimit(stage)}`;
  },
  wait: async ({ words }, stage) => {
    const element = stage.page().locator(words).filter({ visible: true }).first();
    const isThere = await inTime(() => element.waitFor({ timeout: stage.timeoutMs }));
    return isThere ? null : `nothing fits ${quote(words)}${sayLimit(stage)}`;
  },
  press: async ({ words }, stage) => {
    await stage.page().keyboard.press(words);
    return null;
  },
};

const sayLimit = ({ timeoutMs }: BrowserStage) => ` after ${timeoutMs / 1000} s`;

/** False when the time ran out; other errors are for the caller. */
async function inTime(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return false;
    throw error;
  }
}

async function open({ words }: Said, { page, timeoutMs, failureOf }: BrowserStage): Promise<string | null> {
  const isWeb = URL.canParse(words) && ['http:', 'https:'].includes(new URL(words).protocol);
  if (!isWeb) return 'this is not a web address once its names are filled in';
  // The address that failed: a redirect may have changed it.
  let asked = new URL(words);
  const follow = (request: { isNavigationRequest(): boolean; url(): string }) => {
    if (request.isNavigationRequest() && URL.canParse(request.url())) asked = new URL(request.url());
  };
  const here = page();
  here.on('request', follow);
  try {
    const response = await here.goto(words, { timeout: timeoutMs, waitUntil: 'load' });
    const status = response?.status() ?? 200;
    return status < 400 ? null : `${status} ${STATUS_CODES[status] ?? ''}`.trim();
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError')
      return `timed out after ${timeoutMs / 1000} s`;
    const cause = failureOf(asked);
    if (cause !== null) return explainFailure(cause, new AbortController().signal, 0);
    return sayNetworkError(error);
  } finally {
    here.off('request', follow);
  }
}

/** Explains Chromium's error names, such as net::ERR_CERT_DATE_INVALID. */
function sayNetworkError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const code = /net::ERR_([A-Z_]+)/.exec(text)?.[1];
  if (code === undefined) return text.split('\n')[0]?.slice(0, 200) ?? '';
  if (code === 'CERT_DATE_INVALID') return 'certificate expired or not valid yet';
  if (code === 'CERT_AUTHORITY_INVALID') return 'certificate is self-signed or not trusted';
  if (code === 'CERT_COMMON_NAME_INVALID') return 'certificate is for another name';
  if (code.startsWith('SSL_')) return 'no TLS connection (wrong port or protocol?)';
  return code.toLowerCase().replaceAll('_', ' ');
}

/** Waits until one of the candidates is visible; returns the first that is. */
async function find(candidates: readonly Locator[], { timeoutMs }: BrowserStage): Promise<Locator | null> {
  const visible = candidates.map((each) => each.filter({ visible: true }));
  const [first] = visible;
  if (first === undefined) return null;
  const any = visible.slice(1).reduce((all, each) => all.or(each), first);
  if (!(await inTime(() => any.first().waitFor({ timeout: timeoutMs })))) return null;
  for (const each of visible) if ((await each.count()) > 0) return each.first();
  return null;
}

/** `#id`, `.class`, `[attribute]`, `//xpath` and `css=…` are selectors; everything else is visible text. */
const isSelector = (words: string) => /^(?:[#.[]|\/\/|css=)/.test(words);

function clickable(page: Page, words: string): Locator[] {
  if (isSelector(words)) return [page.locator(words)];
  const roles = ['button', 'link', 'tab', 'menuitem', 'checkbox', 'radio', 'switch', 'option'] as const;
  const named = (exact: boolean) => roles.map((role) => page.getByRole(role, { name: words, exact }));
  return [...named(true), page.getByText(words, { exact: true }), ...named(false), page.getByText(words)];
}

function fillable(page: Page, words: string): Locator[] {
  if (isSelector(words)) return [page.locator(words)];
  const byName = page.locator(`[name=${JSON.stringify(words)}]`);
  return [
    page.getByLabel(words, { exact: true }),
    page.getByPlaceholder(words, { exact: true }),
    byName,
    page.getByLabel(words),
    page.getByPlaceholder(words),
  ];
}
