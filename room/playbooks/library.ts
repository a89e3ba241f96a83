// The library: the document `library`, which every server keeps and merges like a room (PB3). A playbook's
// text is `playbook/<id>`. Its metadata (title, tags, services …) is part of that text, so it is edited, exported
// and merged with it. Beside the texts there are only immutable marks: who created, archived, restored or reviewed
// a playbook, and when. Only this file accesses the document.
import * as Y from 'yjs';
import { z } from 'zod';
import { parsePlaybook, type Playbook } from './playbook.ts';
import { seedText } from './seed-text.ts';
import { changeText } from '../text/change-text.ts';
import { readDay } from '../time/time.ts';

/** A playbook that ships with Muster; it needs no entry in the document. */
export type Shipped = { id: string; markdown: string };

export type LibraryPlaybook = Playbook & {
  id: string;
  markdown: string;
  /** Ships with Muster. */
  isShipped: boolean;
  /** Its text differs from the shipped one. Always true for the team's own playbooks. */
  isEdited: boolean;
  isArchived: boolean;
  /** The last review in Muster; null when only the text names a day, or nobody reviewed it. */
  reviewed: { by: string; at: number } | null;
  /** When it was last reviewed: in Muster, else the day named in its text; epoch ms. */
  reviewedAt: number | null;
};

/** Who writes, and when, on the team's clock. */
export type Stamp = { by: string; at: number };

export type Library = {
  doc: Y.Doc;
  /** All playbooks by title, archived ones included; the same list object until something changes. */
  list: () => readonly LibraryPlaybook[];
  subscribe: (listener: () => void) => () => void;
  /** Creates a playbook. Throws RangeError when the text is too long or there are too many playbooks. */
  add(id: string, markdown: string, mark: Stamp): void;
  /** The shared text for editing. Copies a shipped playbook into the document (copy on edit). */
  edit(id: string): Y.Text;
  /** Replaces the text, changing only the part that differs. Throws RangeError when it is too long. */
  rewrite(id: string, markdown: string): void;
  archive(id: string, isArchived: boolean, mark: Stamp): void;
  review(id: string, mark: Stamp): void;
  /** The shipped text; null for the team's own playbooks. */
  shipped(id: string): string | null;
  close(): void;
};

/** Most characters per playbook, and most playbooks one can create. Synced data beyond this is kept and shown. */
export const libraryLimits = { text: 100_000, playbooks: 500 } as const;

const mark = z.object({
  playbook: z.string().min(1).max(64),
  what: z.enum(['added', 'archived', 'restored', 'reviewed']),
  by: z.string().min(1).max(120),
  at: z.number().min(0),
});
type Written = z.output<typeof mark>;

const read = new WeakMap<Shipped, Playbook>();
/** Parses a shipped playbook once for all libraries: that takes far longer than opening one. */
export function readShipped(shipped: Shipped): Playbook {
  const playbook = read.get(shipped) ?? parsePlaybook(shipped.markdown);
  read.set(shipped, playbook);
  return playbook;
}

/** Parsing is the expensive part, and an edit touches one text. */
function parseOnce() {
  const parsed = new Map<string, { markdown: string; playbook: Playbook }>();
  return (id: string, markdown: string): Playbook => {
    const known = parsed.get(id);
    if (known?.markdown === markdown) return known.playbook;
    const playbook = parsePlaybook(markdown);
    parsed.set(id, { markdown, playbook });
    return playbook;
  };
}

/** Reads every playbook of the library: the shipped ones with the team's changes, and the team's own. */
function readLibrary(doc: Y.Doc, original: ReadonlyMap<string, Shipped>) {
  const parse = parseOnce();
  return (): LibraryPlaybook[] => {
    const byId = Map.groupBy(readMarks(doc.getArray('marks')), ({ playbook }) => playbook);
    const ids = new Set([...original.keys(), ...byId.keys()]);
    return [...ids]
      .map((id) => {
        const words = textIn(doc, id).toJSON();
        const came = original.get(id);
        const markdown = words === '' && came !== undefined ? came.markdown : words;
        const isEdited = markdown !== came?.markdown;
        const playbook = came === undefined || isEdited ? parse(id, markdown) : readShipped(came);
        const said = readState(byId.get(id) ?? [], playbook);
        return { ...playbook, ...said, id, markdown, isShipped: came !== undefined, isEdited };
      })
      .toSorted(byTitle);
  };
}

const textIn = (doc: Y.Doc, id: string): Y.Text => doc.getText(`playbook/${id}`);

/** The text of a playbook, to write in; a shipped one begins as it came. */
function textToEdit(doc: Y.Doc, id: string, came: string | undefined): Y.Text {
  const text = textIn(doc, id);
  if (came === undefined || text.length > 0) return text;
  seedText(doc, `playbook/${id}`, came);
  // Somebody had emptied it.
  if (text.length === 0) text.insert(0, came);
  return text;
}

export function openLibrary(doc: Y.Doc, shipped: readonly Shipped[]): Library {
  const original = new Map(shipped.map((each) => [each.id, each]));
  const listeners = new Set<() => void>();
  const show = readLibrary(doc, original);
  let view: readonly LibraryPlaybook[] | null = null;
  const list = () => (view ??= show());
  const onChange = (): void => {
    view = null;
    for (const listener of listeners) listener();
  };
  doc.on('update', onChange);

  return {
    doc,
    list,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...makeWriting(doc, original, list),
    shipped: (id) => original.get(id)?.markdown ?? null,
    close() {
      doc.off('update', onChange);
      listeners.clear();
    },
  };
}

function makeWriting(
  doc: Y.Doc,
  original: ReadonlyMap<string, Shipped>,
  list: Library['list'],
): Pick<Library, 'add' | 'edit' | 'rewrite' | 'archive' | 'review'> {
  const marks = doc.getArray('marks');
  const write = (entry: Written): void => marks.push([entry]);
  const edit = (id: string): Y.Text => textToEdit(doc, id, original.get(id)?.markdown);
  return {
    add(id, markdown, { by, at }) {
      assertFits(markdown);
      if (list().length >= libraryLimits.playbooks)
        throw new RangeError(`at most ${libraryLimits.playbooks} playbooks; this would be one more`);
      doc.transact(() => {
        textIn(doc, id).insert(0, markdown);
        write({ playbook: id, what: 'added', by, at });
      });
    },
    edit,
    rewrite(id, markdown) {
      assertFits(markdown);
      const text = edit(id);
      doc.transact(() => changeText(text, markdown));
    },
    archive: (id, isArchived, { by, at }) =>
      write({ playbook: id, what: isArchived ? 'archived' : 'restored', by, at }),
    review: (id, { by, at }) => write({ playbook: id, what: 'reviewed', by, at }),
  };
}

function assertFits(markdown: string): void {
  if (markdown.length > libraryLimits.text)
    throw new RangeError(`at most ${libraryLimits.text} characters; this has ${markdown.length}`);
}

function readMarks(marks: Y.Array<unknown>): Written[] {
  return marks
    .toArray()
    .flatMap((each) => {
      const read = mark.safeParse(each instanceof Y.AbstractType ? null : each);
      return read.success ? [read.data] : [];
    })
    .toSorted((a, b) => a.at - b.at || a.by.localeCompare(b.by) || a.what.localeCompare(b.what));
}

/** Concurrent marks are all kept; the newest of each kind counts. */
function readState(marks: readonly Written[], { lastReviewed }: Playbook) {
  const review = marks.findLast(({ what }) => what === 'reviewed');
  const day = lastReviewed === null ? null : readDay(lastReviewed);
  const last = marks.findLast(({ what }) => what === 'archived' || what === 'restored');
  return {
    isArchived: last?.what === 'archived',
    reviewed: review ? { by: review.by, at: review.at } : null,
    reviewedAt: review?.at ?? day,
  };
}

const byTitle = (a: LibraryPlaybook, b: LibraryPlaybook): number =>
  a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1);
