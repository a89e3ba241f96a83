// TL8: highlights search matches in the text without changing it.
import { useEffect, type RefObject } from 'react';

const markName = 'timeline-found';

/** Highlights every occurrence in the rendered rows; runs again after every render. */
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
