import { useMemo, useRef } from 'react';
import { renderHtml } from '#room/pir/formats/html.ts';
import type { Review } from '#room/pir/review.ts';
import { strings } from '../../../../strings/index.ts';
import { markHidden } from './mark-hidden.ts';
import styles from './review.module.css';

const words = strings.review;

/** `hidden`: the words that this copy hides, with their replacements. */
type PreviewProps = { review: Review; hidden?: ReadonlyMap<string, string> };
const nothing: ReadonlyMap<string, string> = new Map();

/**
 * The document that will be exported. Scripts are disabled; same origin is needed only to keep the scroll
 * position.
 */
export function Preview({ review, hidden = nothing }: PreviewProps) {
  const page = useMemo(() => markHidden(renderHtml(review), hidden), [review, hidden]);
  const frame = useRef<HTMLIFrameElement>(null);
  const scrolled = useRef(0);
  const onLoad = () => {
    const inside = frame.current?.contentWindow;
    if (!inside) return;
    inside.scrollTo(0, scrolled.current);
    inside.addEventListener('scroll', () => {
      scrolled.current = inside.scrollY;
    });
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
