import { useMemo, type MouseEvent } from 'react';
import { bodyOf } from '#room/playbooks/playbook.ts';
import { useOpenLink } from '../../ui/open-link.ts';
import styles from './markdown-view.module.css';
import { renderMarkdown } from './render-markdown.ts';

/** Shows a playbook as formatted text; links open outside Muster. */
export function MarkdownView({ markdown, label }: { markdown: string; label: string }) {
  const open = useOpenLink();
  const html = useMemo(() => renderMarkdown(bodyOf(markdown)), [markdown]);
  const follow = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link) return;
    event.preventDefault();
    if (link.href !== '') open(link.href);
  };
  return (
    // Enter on a link also arrives as a click.
    <article
      className={styles.text}
      aria-label={label}
      onClick={follow}
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
