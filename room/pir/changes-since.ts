// RS15: what changed in a review since somebody agreed to it. Who agrees keeps the texts that they read and a short
// digest of each entry, because a hash alone cannot say what is different.
import { diffWords } from '../comms/diff.ts';
import { hashOf } from '../comms/hash.ts';
import type { Fact } from '../facts/fact.ts';
import { limits } from '../text/limits.ts';
import { toBase64Url } from '../journal/base64url.ts';
import type { Entry, Room } from '../view/room-view.ts';
import { isAside, otherChoices, typedTexts } from './review-state.ts';

export type SeenReview = NonNullable<Fact<'review'>['seen']>;
export type ReviewReading = Room['review']['readings'][number];

/** `words`: what was taken out or added, run by run; null where only the new text is known. */
export type ChangedText = { name: string; words: readonly { gone: string; new: string }[] | null };
export type ChangedEntry = { fact: string; at: number; what: 'added' | 'corrected' | 'struck-out' };
export type ReviewChanges = {
  texts: readonly ChangedText[];
  entries: readonly ChangedEntry[];
  /** The template, the story, a frozen part or the public pictures were chosen anew. */
  hasOtherChoices: boolean;
  /** False for a reading that kept no texts: one by a script or an older version. */
  isWhole: boolean;
};

/** Together with the digests of the entries this stays below the limit of one fact. */
const mostTextBytes = 24_000;
const mostEntries = 8_000;

/** What the agreement keeps. A text that is too long is kept as its hash. */
export function seenNow(room: Room, textOf: (name: string) => string): SeenReview {
  let left = mostTextBytes;
  const texts = typedTexts(room).flatMap((name): SeenReview['texts'] => {
    const text = textOf(name).trim();
    if (text === '') return [];
    const bytes = new TextEncoder().encode(JSON.stringify(text)).length;
    if (bytes > left || text.length > limits.text) return [{ name, hash: hashOf(text) }];
    left -= bytes;
    return [{ name, text }];
  });
  const entries = room.timeline.filter(({ fact }) => !isAside(fact));
  return {
    texts,
    ...(entries.length <= mostEntries && { entries: entries.map((entry) => digest(entry)).join('') }),
    choices: hashOf(otherChoices(room)),
  };
}

/** The changes since this reading, texts first in their order, entries by their time. */
export function changesSince(
  room: Room,
  textOf: (name: string) => string,
  reading: ReviewReading,
): ReviewChanges {
  const { seen } = reading;
  return {
    texts: seen === null ? [] : changedTexts(room, textOf, seen),
    entries: changedEntries(room, reading),
    hasOtherChoices: seen !== null && seen.choices !== hashOf(otherChoices(room)),
    isWhole: seen !== null,
  };
}

function changedTexts(room: Room, textOf: (name: string) => string, seen: SeenReview): ChangedText[] {
  const before = new Map(seen.texts.map((each) => [each.name, each]));
  const names = new Set([...typedTexts(room), ...before.keys()]);
  return [...names].flatMap((name): ChangedText[] => {
    const now = textOf(name).trim();
    const { text, hash } = before.get(name) ?? { text: '' };
    if (hash !== undefined) return hash === hashOf(now) ? [] : [{ name, words: null }];
    return text === undefined || text === now ? [] : [{ name, words: runs(text, now) }];
  });
}

/** What was there and what is there now, for each place at which the texts differ. */
function runs(before: string, now: string): { gone: string; new: string }[] {
  const found: { gone: string; new: string }[] = [];
  let run = { gone: '', new: '' };
  for (const { kind, text } of [...diffWords(before, now), { kind: 'same', text: '' } as const])
    if (kind !== 'same') run = { ...run, [kind]: run[kind] + text };
    else {
      const done = withoutCommon(run.gone.trim(), run.new.trim());
      if (done.gone !== done.new) found.push(done);
      run = { gone: '', new: '' };
    }
  return found;
}

const isSame = (before: string | undefined, now: string | undefined) => before?.trim() === now?.trim();

/** Without the words that both begin or end with: the spaces after a word make it another one for the comparison. */
function withoutCommon(gone: string, added: string): { gone: string; new: string } {
  const [old, young] = [gone.split(/(?<=\S)(?=\s)/u), added.split(/(?<=\S)(?=\s)/u)];
  const most = Math.min(old.length, young.length);
  let start = 0;
  while (start < most && isSame(old[start], young[start])) start += 1;
  let end = 0;
  while (end < most - start && isSame(old.at(-1 - end), young.at(-1 - end))) end += 1;
  const between = (words: readonly string[]) =>
    words
      .slice(start, words.length - end)
      .join('')
      .trim();
  return { gone: between(old), new: between(young) };
}

function changedEntries(room: Room, { at: readAt, seen }: ReviewReading): ChangedEntry[] {
  const known = seen?.entries === undefined ? null : split(seen.entries);
  return room.timeline.flatMap((entry): ChangedEntry[] => {
    const { fact, id, at, noted, retracted, amendedBy, original } = entry;
    if (isAside(fact) || fact.kind === 'amended' || fact.kind === 'retracted') return [];
    const newest = Math.max(noted, retracted?.noted ?? 0, ...amendedBy.map((each) => each.noted));
    if (known === null ? newest <= readAt : known.has(digest(entry))) return [];
    const wasThere =
      known === null
        ? noted <= readAt
        : known.has(digest({ fact: original ?? fact, retracted: null })) || noted <= readAt;
    if (retracted !== null) return wasThere ? [{ fact: id, at, what: 'struck-out' }] : [];
    return [{ fact: id, at, what: wasThere && amendedBy.length > 0 ? 'corrected' : 'added' }];
  });
}

const digestLength = 4;

/** Four characters for the entry as it stands; two in 16 million entries are taken for each other. */
function digest({ fact, retracted }: Pick<Entry, 'fact' | 'retracted'>): string {
  // FNV-1a, folded to 24 bits: a SHA-256 of each of 10,000 entries would be felt.
  let hash = 0x811c9dc5;
  const text = JSON.stringify([fact, retracted?.id ?? null]);
  for (let place = 0; place < text.length; place += 1)
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  const short = (hash >>> 24) ^ (hash & 0xffffff);
  return toBase64Url(Uint8Array.of(short >>> 16, short >>> 8, short));
}

const split = (entries: string): ReadonlySet<string> =>
  new Set(
    Array.from({ length: entries.length / digestLength }, (_, place) =>
      entries.slice(place * digestLength, (place + 1) * digestLength),
    ),
  );
