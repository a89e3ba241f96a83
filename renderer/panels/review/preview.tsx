import { useMemo, useRef } from 'react';
import { renderHtml } from '#room/pir/formats/html.ts';
import type { Review } from '#room/pir/review.ts';
import { strings } from '../../strings/index.ts';
import styles from './review.module.css';

const words = strings.review;

/**
 * The document that will be exported. Scripts are disabled; same origin is needed only to keep the scroll
 * position.
 */
export function Preview({ review }: { review: Review }) {
  const page = useMemo(() => renderHtml(review), [review]);
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
