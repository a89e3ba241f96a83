import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { strings } from '#renderer/strings/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import type { Outside } from './use-scrolling.ts';
import styles from './timeline.module.css';

const words = strings.timeline;

type UnseenStripProps = {
  outside: Outside;
  onBelow: () => void;
  onAbove: () => void;
  onReadAll: () => void;
};

/** TL1: how many unread entries of others are out of sight, and buttons to reach them. */
export function UnseenStrip({ outside, onBelow, onAbove, onReadAll }: UnseenStripProps) {
  const { above, below } = outside;
  if (above + below === 0) return null;
  return (
    <div className={styles.unseen}>
      {below > 0 && (
        <button type="button" onClick={onBelow}>
          <IconArrowDown size={14} aria-hidden="true" /> {words.newBelow(below)} <Kbd keys="end" />
        </button>
      )}
      {above > 0 && (
        <>
          <button type="button" onClick={onAbove}>
            <IconArrowUp size={14} aria-hidden="true" /> {words.newAbove(above)}
          </button>
          {below === 0 && (
            <button type="button" className={styles.readAll} onClick={onReadAll}>
              {words.markRead}
            </button>
          )}
        </>
      )}
    </div>
  );
}
