import type { KeyboardEvent } from 'react';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { strings } from '#renderer/strings/index.ts';
import { useEscape } from '#renderer/ui/use-escape.ts';
import type { SearchInTimeline } from './use-finding.ts';
import styles from './find-bar.module.css';

const words = strings.timeline.find;

/** TL8: search in the timeline. Enter goes to the next match, Shift+Enter to the previous one, Esc closes. */
export function FindBar({ finding }: { finding: SearchInTimeline }) {
  const { query, matches, position, ask, go, close } = finding;
  useEscape(true, close);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  };
  const isNothing = query.trim() !== '' && matches.length === 0;
  return (
    <search className={styles.bar}>
      <input
        // Pressing the search key again selects the whole query.
        key={finding.turn}
        onFocus={(event) => event.currentTarget.select()}
        type="text"
        autoFocus
        value={query}
        aria-label={words.label}
        placeholder={words.label}
        onChange={(event) => ask(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span role="status" className={styles.count}>
        {isNothing && words.nothing}
        {matches.length > 0 && words.of(position + 1, matches.length)}
      </span>
      <button type="button" aria-label={words.previous} title={words.previous} onClick={() => go(-1)}>
        <IconChevronUp size={14} aria-hidden="true" />
      </button>
      <button type="button" aria-label={words.next} title={words.next} onClick={() => go(1)}>
        <IconChevronDown size={14} aria-hidden="true" />
      </button>
      <button type="button" aria-label={words.close} title={words.close} onClick={close}>
        <IconX size={14} aria-hidden="true" />
      </button>
    </search>
  );
}
