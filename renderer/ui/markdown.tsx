import { useMemo, type MouseEvent } from 'react';
import { useOpenLink } from './open-link.ts';
import { safeHtml } from './safe-html.ts';
import styles from './markdown.module.css';

/** Markdown as text to read. Links open outside Muster. */
export function Markdown({ text }: { text: string }) {
  const html = useMemo(() => safeHtml(text), [text]);
  const open = useOpenLink();
  const onClick = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link) return;
    event.preventDefault();
    open(link.href);
  };
  // The links inside are real ones: the click is theirs, by mouse and by Enter alike.
  return <div className={styles.markdown} onClick={onClick} dangerouslySetInnerHTML={{ __html: html }} />;
}
