import type { ReactNode } from 'react';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { sayKeys } from '#renderer/ui/key-match.ts';
import styles from './header.module.css';

type CellProps = {
  /** The name of the cell, in one or two words. */
  name: string;
  value: ReactNode;
  /** Small text beside the value. */
  aside?: ReactNode;
  /** A drawing at the right end. */
  drawing?: ReactNode;
  /** Late or contested. Only such cells are highlighted. */
  isLit?: boolean;
  /** The full content in words, because the cell may cut it off. */
  title: string;
  keys?: string;
  /** For a cell that opens something below it: whether that is open. */
  isOpen?: boolean | undefined;
  /** Absent when this person cannot do anything here. */
  onClick?: (() => void) | undefined;
};

/** One of the five cells, always in the same place: a small name above its value. */
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
  const content = <Content {...{ name, value, aside, drawing }} keys={onClick && keys} />;
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

type ContentProps = Pick<CellProps, 'name' | 'value' | 'aside' | 'drawing'> & { keys: string | undefined };

function Content({ name, value, aside, drawing, keys }: ContentProps) {
  return (
    <>
      <span className={styles.cellName}>
        {name} {keys !== undefined && <Kbd keys={keys} />}
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
}
