import { useEffect, useMemo, useRef } from 'react';
import { renderHtml } from '#room/pir/formats/html.ts';
import type { Review } from '#room/pir/review.ts';
import { strings } from '../../../../strings/index.ts';
import { markHidden } from './copies/mark-hidden.ts';
import styles from './review.module.css';

const words = strings.review;

/** `hidden`: the words that this copy hides, with their replacements. */
type PreviewProps = { review: Review; hidden?: ReadonlyMap<string, string>; page?: PreviewPage };
const nothing: ReadonlyMap<string, string> = new Map();

/** How the screen follows what is read in the document. Lengths are in pixels from its top. */
export type PreviewPage = {
  start: number;
  onOpen: (inside: Document) => void;
  onScroll: (top: number) => void;
  onKey: (event: KeyboardEvent) => void;
};

/**
 * The document that will be exported. Scripts are disabled; same origin is needed only to keep the scroll
 * position.
 */
export function Preview({ review, hidden = nothing, page: read }: PreviewProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const scrolled = useRef(read?.start ?? 0);
  const listeners = useRef(read);
  useEffect(() => {
    listeners.current = read;
  });
  const page = useMemo(() => markHidden(renderHtml(review), hidden), [review, hidden]);
  const onLoad = () => {
    const inside = frame.current?.contentWindow;
    if (!inside) return;
    inside.scrollTo(0, scrolled.current);
    listeners.current?.onOpen(inside.document);
    inside.addEventListener('scroll', () => {
      scrolled.current = inside.scrollY;
      listeners.current?.onScroll(inside.scrollY);
    });
    inside.addEventListener('keydown', (event) => listeners.current?.onKey(event));
  };
  return (
    <iframe
      ref={frame}
      className={styles.page}
      title={words.previewReview}
      sandbox="allow-same-origin"
      srcDoc={page}
      onLoad={onLoad}
    />
  );
}
