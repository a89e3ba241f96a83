// SP120: a status page as another tool tells it, in our words and with its ids. Readers make this of its files; what
// becomes of it is decided in plan-import.ts. Nothing that a file says is lost without a word: it is taken, or noted.
import type { ComponentStatus } from '#status-page/levels.ts';
import type { PublishedUpdate } from '#status-page/schema/index.ts';
import { asList, asRecord, asText, openSource, type Source } from '../../configuration/import.ts';

export type ForeignComponent = {
  id: string;
  name: string;
  description: string;
  group: string;
  /** From when on it was measured there, epoch ms. */
  since: number | null;
  /** Shown only while something is wrong with it. */
  onlyIfDegraded?: boolean;
};
export type ForeignUpdate = {
  id: string;
  at: number;
  status: PublishedUpdate['status'];
  body: string;
  /** By the components' ids there. */
  components: readonly { id: string; status: ComponentStatus }[];
};
export type ForeignIncident = {
  id: string;
  title: string;
  impact: PublishedUpdate['impact'] | null;
  startedAt: number | null;
  /** Oldest first. */
  updates: readonly ForeignUpdate[];
};
export type WorkStatus = 'scheduled' | 'in_progress' | 'verifying' | 'completed';
export type ForeignWork = {
  id: string;
  title: string;
  /** Epoch ms. */
  from: number;
  to: number;
  components: readonly string[];
  createdAt: number;
  updates: readonly { id: string; at: number; status: WorkStatus | null; body: string }[];
};
export type ForeignSubscriber = {
  address: string;
  /** By the components' ids there; null: everything. */
  components: readonly string[] | null;
};

/** What one reader found in all the files together. */
export type ForeignPage = {
  components: ForeignComponent[];
  /** Descriptions of groups, by name. */
  groups: Map<string, string>;
  incidents: ForeignIncident[];
  work: ForeignWork[];
  subscribers: ForeignSubscriber[];
  notes: Notes;
};
export type ForeignFile = { name: string; value: unknown };

type Notes = {
  /** What was not understood or not taken over, once for each reason, with how often. */
  add(what: string): void;
  list(): string[];
};

function openNotes(): Notes {
  const counts = new Map<string, number>();
  return {
    add: (what) => counts.set(what, (counts.get(what) ?? 0) + 1),
    list: () => [...counts].map(([what, count]) => (count === 1 ? what : `${what} (${count} times)`)),
  };
}

export const emptyForeignPage = (): ForeignPage => ({
  components: [],
  groups: new Map(),
  incidents: [],
  work: [],
  subscribers: [],
  notes: openNotes(),
});

export type Reading = {
  notes: Notes;
  /** Reads one record; its fields that nobody asked for are noted, but for `ignored` ones. */
  record<T>(value: unknown, kind: string, ignored: readonly string[], read: (source: Source) => T): T;
};

/** `ignored` are fields that say nothing about what visitors read, such as places in a list. */
export function openReading(notes: Notes): Reading {
  return {
    notes,
    record: (value, kind, ignored, read) => {
      const source = openSource(value, { under: `${kind}.` });
      const result = read(source);
      for (const field of ignored) source.take(field);
      for (const each of source.rest()) notes.add(each.replace(/ \([^()]*\)$/u, ''));
      return result;
    },
  };
}

/** Epoch ms of a time in ISO 8601; null when it is none. */
export function readTime(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isSafeInteger(at) && at >= 0 ? at : null;
}

/** Ids of texts, numbers, or of objects with an `id`. */
export const readIds = (value: unknown): string[] =>
  asList(value)
    .map((each) => (typeof each === 'object' ? asText(asRecord(each).id) : asText(each)))
    .filter((id) => id !== '');

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

/** What a browser would show of a text that may be HTML, as plain words. */
export function plainWords(text: string, notes: Notes): string {
  if (!/<\/?(?:p|br|b|i|em|strong|ul|ol|li|a|h\d|div|span|code|pre)\b[^>]*>/iu.test(text)) return text.trim();
  notes.add('formatting of texts: they are told as plain words');
  return text
    .replaceAll(/<a\b[^>]*\bhref\s*=\s*"([^"]*)"[^>]*>([\s\S]*?)<\/a>/giu, (_, link: string, words: string) =>
      words.trim() === link ? link : `${words} (${link})`,
    )
    .replaceAll(/<br\s*\/?>|<\/(?:p|div|h\d|ul|ol|pre)>/giu, '\n')
    .replaceAll(/<li\b[^>]*>/giu, '- ')
    .replaceAll(/<\/li>/giu, '\n')
    .replaceAll(/<[^<>]*>/gu, '')
    .replaceAll(/&(?:#(\d{1,6})|(\w+));/gu, (whole, code?: string, name?: string) =>
      code === undefined ? (entities[name ?? ''] ?? whole) : String.fromCodePoint(Number(code) % 0x11_00_00),
    )
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();
}
