import type { ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import styles from './sheet.module.css';
import { useEscape } from './use-escape.ts';

type SheetProps = {
  /** Where the link and Escape lead: the address, such as `#/services`, and the text of the link. */
  back: { href: string; go: () => void };
  label: string;
  children: ReactNode;
};

/** A screen that scrolls as one sheet, with a link back. Escape first leaves a field, then the screen. */
export function Sheet({ back, label, children }: SheetProps) {
  useEscape(true, () => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.matches('input, textarea, select'))
      activeElement.blur();
    else back.go();
  });
  return (
    <div className={styles.screen}>
      <a className={styles.back} href={back.href}>
        {label} <Kbd keys="escape" />
      </a>
      {children}
    </div>
  );
}
