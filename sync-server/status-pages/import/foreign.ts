// SP120: another tool's status page in our terms, with the tool's ids. Readers make it from the tool's files;
// plan-import.ts decides what to import. Everything in a file is either taken or noted.
import type { ComponentStatus } from '#status-page/levels.ts';
import type { PublishedUpdate } from '#status-page/schema/index.ts';
import type { Choice } from '../subscribers/subscriber.ts';
import { asList, asRecord, asText, openSource, type FieldSource } from '../../forms/source.ts';

export type ForeignComponent = {
  id: string;
  name: string;
  description: string;
  group: string;
  /** Start of its measurements there, in epoch ms. */
  since: number | null;
  /** Shown only while it has a problem. */
  onlyIfDegraded?: boolean;
};
export type ForeignUpdate = {
  id: string;
  at: number;
  status: PublishedUpdate['status'];
  body: string;
  /** Component ids are the other tool's. */
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
  /** Component ids are the other tool's; null: everything. */
  components: readonly string[] | null;
  /** From a list that names topics and amount. */
  about?: Pick<Choice, 'topics' | 'updates'>;
};

/** Everything that a reader found in all files. */
export type ForeignPage = {
  components: ForeignComponent[];
  /** Descriptions of groups, by name. */
  groups: Map<string, string>;
  incidents: ForeignIncident[];
  work: ForeignWork[];
  subscribers: ForeignSubscriber[];
  notes: Notes;
};
/** `value`: an answer of the tool's API, or a text: a list of subscribers as CSV. */
export type ForeignFile = { name: string; value: unknown };

type Notes = {
  /** Things that were not understood or not imported, one line per reason, with a count. */
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

export type RecordReader = {
  notes: Notes;
  /** Reads one record; notes its unread fields, except those in `ignored`. */
  record<T>(value: unknown, kind: string, ignored: readonly string[], read: (source: FieldSource) => T): T;
};

/** `ignored` are fields that do not affect what visitors read, such as positions in a list. */
export function openReading(notes: Notes): RecordReader {
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

/** Epoch ms of an ISO 8601 time; null when it is not one. */
export function readTime(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isSafeInteger(at) && at >= 0 ? at : null;
}

/** Ids given as texts, as numbers, or as objects with an `id`. */
export const readIds = (value: unknown): string[] =>
  asList(value)
    .map((each) => (typeof each === 'object' ? asText(asRecord(each).id) : asText(each)))
    .filter((id) => id !== '');

/** What is formatting, and not a text in angle brackets. */
const formatting = /<\/?(?:p|br|b|i|em|strong|ul|ol|li|a|h\d|div|span|code|pre)\b[^<>]*>/iu;
const lineEnds = /^(?:\/(?:p|div|h\d|ul|ol|pre|li)|\/?br)$/u;

/** Plain text of a text that may be HTML, as a browser would show it. In linear time: a file may be hostile. */
export function plainWords(text: string, notes: Notes): string {
  if (!formatting.test(text)) return text.trim();
  notes.add('formatting of texts: they become plain text');
  return withoutEntities(withoutTags(text))
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();
}

function withoutTags(text: string): string {
  let words = '';
  let at = 0;
  let link: { address: string; from: number } | null = null;
  for (const { index, 0: tag, 1: name = '', 2: attributes = '' } of text.matchAll(
    /<(\/?[a-z][a-z\d]*)\b([^<>]*)>|<[^<>]*>/giu,
  )) {
    words += text.slice(at, index);
    at = index + tag.length;
    const kind = name.toLowerCase();
    if (lineEnds.test(kind)) words += '\n';
    else if (kind === 'li') words += '- ';
    else if (kind === 'a') {
      const address = /\bhref\s*=\s*"([^"]*)"/iu.exec(attributes)?.[1];
      link = address === undefined ? null : { address, from: words.length };
    } else if (kind === '/a' && link !== null) {
      if (words.slice(link.from).trim() !== link.address) words += ` (${link.address})`;
      link = null;
    }
  }
  return words + text.slice(at);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

const withoutEntities = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|(\w{1,20}));/gu, (whole, code?: string, name?: string) =>
    code === undefined ? (entities[name ?? ''] ?? whole) : signOf(Number(code)),
  );

/** As HTML reads a number: U+FFFD replaces a number that is no character. */
const signOf = (code: number): string =>
  code === 0 || code > 0x10_ff_ff ? '\uFFFD' : String.fromCodePoint(code).toWellFormed();
