// The words that a screen may show unchanged in the pseudo-locale: what the stories of this process wrote, what ships
// as text of its own, and what servers answered.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page, Response } from '@playwright/test';
import type { DesktopBridge } from '#main/bridge.ts';
import { values } from '#room/comms/values.ts';

export const isPseudo = process.env.MUSTER_LOCALE === 'pseudo';

/**
 * Not words of the screens: the handbook is a text of its own, and a team may edit the shipped playbooks and
 * templates.
 */
const shipped = globSync(
  path.join(import.meta.dirname, '../../../{assets/{playbooks,handbook}/*.md,room/team/shipped/*.ts}'),
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
export const written = new Set(
  isPseudo ? [...shipped, ...Object.values(values).map(({ unknown }) => unknown)] : [],
);
/** Words in server answers. */
export const heard = new Set<string>();

const askEveryMs = 3_000;
const askedAt = new WeakMap<Page, number>();

/** Asks for what comes over the live feed, which no response shows: titles and reasons that a server makes. */
export async function askServer(page: Page) {
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

export async function hear(response: Response) {
  if (!response.headers()['content-type']?.includes('json')) return;
  const body: unknown = await response.json().catch(() => null); // the page went away
  collect(body, heard);
}

// Words of a fixed list, which a screen shows in its own language.
const fixedKeys =
  /^(?:kind|type|status|stage|severity|state|role|as|repair|outcome|verdict|confidence|use|level|users|business|availability|audience|mode|locale)$/u;

/** Remembers the words that a story sends, writes as facts or gives to files. */
export const remember = (sent: unknown): void => collect(sent, written);

/** Adds words; of a person's name also the first name, which screens show alone. */
export function add(words: string, into: Set<string>) {
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
