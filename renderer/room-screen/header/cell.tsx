import type { ReactNode } from 'react';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { sayKeys } from '#renderer/ui/key-match.ts';
import styles from './header.module.css';

type CellProps = {
  /** Which of the five it is, in one or two words. */
  name: string;
  value: ReactNode;
  /** What stands small beside the value. */
  aside?: ReactNode;
  /** A drawing at the right end. */
  drawing?: ReactNode;
  /** Late or contested: the only thing that is lit. */
  isLit?: boolean;
  /** The whole of it in words, for what is cut off. */
  title: string;
  keys?: string;
  /** Where it opens something beneath: whether that is open. */
  isOpen?: boolean | undefined;
  /** Absent where this person can do nothing there. */
  onClick?: (() => void) | undefined;
};

/** One of the five answers, always at its place: a small name over its value. */
export function Cell({
  name,
  value,
  aside,
  drawing,
  isLit = false,
  title,
  keys,
  isOpen,
  onClick,
}: CellProps) {
  const content = (
    <>
      <span className={styles.cellName}>
        {name} {keys !== undefined && onClick && <Kbd keys={keys} />}
      </span>{' '}
      <span className={styles.cellRow}>
        <span className={styles.value}>{value}</span>
        {aside !== undefined && (
          <>
            {' '}
            <span className={styles.aside}>{aside}</span>
          </>
        )}
        {drawing}
      </span>
    </>
  );
  const shared = { className: styles.cell, 'data-cell': name, 'data-lit': isLit };
  if (!onClick)
    return (
      <div {...shared} role="group" aria-label={name} title={title}>
        {content}
      </div>
    );
  return (
    <button
      {...shared}
      type="button"
      aria-expanded={isOpen}
      title={keys === undefined ? title : `${title} (${sayKeys(keys).join('+')})`}
      onClick={onClick}
    >
      {content}
    </button>
  );
}
