// RS13: reading the review with the replay beside it. One key opens the replay at what is read, and Esc comes back to
// the same place.
import { useEffect, useState, type RefObject } from 'react';
import { create } from 'zustand';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useKeys, useRunKeys } from '#renderer/ui/keys.tsx';
import { momentOf, type ReadPart } from '#room/pir/read-through.ts';
import type { Review } from '#room/pir/review.ts';
import { standardTemplate } from '#room/pir/templates/shipped.ts';
import { strings } from '../../../../strings/index.ts';
import { freezeKey } from './texts/frozen-parts.tsx';
import type { PreviewPage } from './preview.tsx';
import { useSections, type WrittenSection } from './texts/review-sections.ts';

const words = strings.review;
export const replayKey = 'g';
/** Keys of the review that also work in its document. */
const keysInDocument: ReadonlySet<string> = new Set([replayKey, freezeKey, '.']);
/** What begins this far below the upper edge, in pixels, is read: a text, or a line of the document. */
const readingLine = { text: 64, line: 16 };

type Shown = 'write' | 'read';
/** Where somebody left a review for its replay. `written` and `scrolled` are in pixels. */
type Place = { room: string; shown: Shown; written: number; scrolled: number };
const usePlace = create<{ left: Place | null }>(() => ({ left: null }));

type ReadThrough = {
  /** The incident's. */
  id: string;
  review: Review;
  /** The element that holds the texts and scrolls. */
  writing: RefObject<HTMLElement | null>;
  /** Opens the replay at this moment, in epoch ms; at its end for null. */
  onReplay: (from: number | null) => void;
};

export function useReadThrough({ id, review, writing, onReplay }: ReadThrough) {
  const [left] = useState(() => {
    const { left: place } = usePlace.getState();
    return place?.room === id ? place : null;
  });
  const [shown, setShown] = useState<Shown>(left?.shown ?? 'write');
  const [followed] = useState(() => follow(left?.scrolled ?? 0));
  useWriting(writing, followed, left?.written ?? 0);
  const sections = useSections();
  const room = useRoom();
  const reading = (): ReadPart => {
    const { latest, inside } = followed.now();
    if (inside !== null && (shown === 'read' || latest === 'read')) return readInDocument(inside, review);
    return { part: writing.current && partWritten(writing.current, sections), elapsed: null };
  };
  const replay = () => {
    const { scrolled } = followed.now();
    usePlace.setState({ left: { room: id, shown, written: writing.current?.scrollTop ?? 0, scrolled } });
    onReplay(momentOf(reading(), review, room));
  };
  useKeys({ [replayKey]: { run: replay, label: words.replay, group: words.review } });
  const run = useRunKeys();
  // The document's window hears its own keys.
  const onKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
    if (!ctrlKey && !metaKey && !altKey && keysInDocument.has(key)) run(key, words.review);
  };
  const page: PreviewPage = {
    start: left?.scrolled ?? 0,
    onOpen: followed.open,
    onScroll: followed.scroll,
    onKey,
  };
  return { shown, setShown, page, replay, part: () => reading().part };
}

/** Follows whether the texts or the document were used last. `start`: where the document is scrolled, in pixels. */
function follow(start: number) {
  let latest: Shown = 'write';
  let inside: Document | null = null;
  let scrolled = start;
  return {
    now: () => ({ latest, inside, scrolled }),
    write: () => {
      latest = 'write';
    },
    open: (opened: Document) => {
      inside = opened;
    },
    scroll: (top: number) => {
      // A new version of the document goes back by itself to where the last one was.
      if (top !== scrolled) latest = 'read';
      scrolled = top;
    },
  };
}

/** Scrolls the texts to `start` as they appear, and follows their use. */
function useWriting(
  writing: RefObject<HTMLElement | null>,
  followed: ReturnType<typeof follow>,
  start: number,
) {
  useEffect(() => {
    usePlace.setState({ left: null });
    const element = writing.current;
    element?.scrollTo({ top: start });
    const types = ['wheel', 'focusin', 'pointerdown'] as const;
    for (const type of types) element?.addEventListener(type, followed.write);
    return () => {
      for (const type of types) element?.removeEventListener(type, followed.write);
    };
  }, [writing, followed, start]);
}

/** The text that has the focus and is in view, else the first one that begins at the upper edge. */
function partWritten(
  scroller: HTMLElement,
  sections: readonly WrittenSection[],
): WrittenSection['part'] | null {
  const { top, bottom } = scroller.getBoundingClientRect();
  const texts = [...scroller.querySelectorAll<HTMLElement>('[data-text]')];
  const focused = texts.find((each) => {
    const box = each.getBoundingClientRect();
    return each.contains(document.activeElement) && box.bottom > top && box.top < bottom;
  });
  const read =
    focused ?? texts.findLast((each) => each.getBoundingClientRect().top <= top + readingLine.text) ?? null;
  return sections.find(({ name }) => name === read?.dataset.text)?.part ?? null;
}

/** The part under whose heading the upper edge of the document is, and the time of the timeline's line there. */
function readInDocument(inside: Document, { template = standardTemplate }: Review): ReadPart {
  let heading: string | null = null;
  let elapsed: string | null = null;
  for (const each of inside.querySelectorAll<HTMLElement>('h2, tr')) {
    if (each.getBoundingClientRect().top > readingLine.line) break;
    if (each.tagName === 'H2') [heading, elapsed] = [each.textContent.trim(), null];
    else {
      const time = each.querySelector('td')?.textContent.trim() ?? '';
      elapsed = time.startsWith('T') ? time : null;
    }
  }
  return { part: template.sections.find((each) => each.heading === heading)?.part ?? null, elapsed };
}
