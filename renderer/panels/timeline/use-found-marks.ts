// TL8: what was looked for is marked in the words themselves, without changing them.
import { useEffect, type RefObject } from 'react';

const markName = 'timeline-found';

/** Marks every occurrence in what is drawn; drawn anew with every drawing of the list. */
export function useFoundMarks(scroller: RefObject<HTMLElement | null>, query: string) {
  useEffect(() => {
    const list = scroller.current;
    const wanted = query.trim().toLowerCase();
    if (list === null || wanted === '') CSS.highlights.delete(markName);
    else {
      const ranges = [...textsOf(list)].flatMap((node) => occurrences(node, wanted));
      CSS.highlights.set(markName, new Highlight(...ranges));
    }
  });
  useEffect(
    () => () => {
      CSS.highlights.delete(markName);
    },
    [],
  );
}

function* textsOf(list: HTMLElement): Generator<Text> {
  for (const line of list.querySelectorAll('[data-said]')) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) yield node as Text;
  }
}

function occurrences(node: Text, wanted: string): Range[] {
  const text = node.data.toLowerCase();
  const ranges: Range[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, Math.min(node.length, at + wanted.length));
    ranges.push(range);
  }
  return ranges;
}
