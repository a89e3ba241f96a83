import { useCallback, useMemo } from 'react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { usePersonName } from '#renderer/server/feed.tsx';
import { sayCorrection } from '#room/account/say-run.ts';
import { wordEntry, type Worded } from '#room/account/wording.ts';
import type { Fact, FactId } from '#room/facts/fact.ts';
import type { Entry } from '#room/view/room-view.ts';
import { sayFact } from '#room/facts/say.ts';
import { strings } from '#renderer/strings/index.ts';

export type Speaker = {
  names: (id: string) => string;
  say: (fact: Fact) => string;
  find: (id: FactId) => Fact | undefined;
  entryOf: (id: FactId) => Entry | undefined;
  /** The concurrent values that conflict with this severity or status, until somebody settles them. */
  rivalsOf: (id: FactId) => string | null;
  /** The entry's text, with its author separate. */
  word: (fact: Fact) => Worded;
};

/** Turns facts into text, and looks up the entries they refer to. */
export function useSay(): Speaker {
  const { timeline, drafts, severity, status } = useRoom();
  const names = usePersonName();
  const entryOf = useMemo(() => indexWhenAsked(timeline), [timeline]);
  const find = useCallback((id: FactId) => entryOf(id)?.fact, [entryOf]);
  const say = useCallback((fact: Fact) => sayFact(fact, names, find), [names, find]);
  const draftOf = useCallback((name: string) => drafts.find(({ draft }) => draft === name), [drafts]);
  const word = useCallback(
    (fact: Fact): Worded => {
      const entry = entryOf(fact.id);
      const correction = entry ? sayCorrection(entry, entryOf) : null;
      if (correction === null) return wordEntry(fact, { names, find, draftOf });
      return { lead: null, text: quoteChange(correction), author: 'first' };
    },
    [names, find, draftOf, entryOf],
  );
  const rivalsOf = useCallback(
    (id: FactId) => sayRivals(id, severity.heads, names) ?? sayRivals(id, status.heads, names),
    [severity.heads, status.heads, names],
  );
  return useMemo(
    () => ({ names, say, find, entryOf, word, rivalsOf }),
    [names, say, find, entryOf, word, rivalsOf],
  );
}

type Head = { id: FactId; value: string; by: string };

function sayRivals(id: FactId, heads: readonly Head[], names: Speaker['names']): string | null {
  const own = heads.find((head) => head.id === id);
  const rivals = heads.filter(({ value }) => value !== own?.value);
  if (own === undefined || rivals.length === 0) return null;
  return rivals.map(({ value, by }) => `${names(by)} ${value}`).join(', ');
}

const quoteChange = ({ before, after }: { before: string; after: string }): string =>
  strings.timeline.corrected(before, after);

/** Most sentences need no other entry, so the index is built only when it is first needed. */
function indexWhenAsked(timeline: readonly Entry[]): (id: FactId) => Entry | undefined {
  let entries: ReadonlyMap<FactId, Entry> | null = null;
  return (id) => {
    entries ??= new Map(timeline.map((entry) => [entry.id, entry]));
    return entries.get(id);
  };
}
