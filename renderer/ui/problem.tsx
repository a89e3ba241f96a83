import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { strings } from '../strings/index.ts';
import styles from './problem.module.css';

type Props = {
  children: ReactNode;
  /** What failed was reading: a button tries it again. */
  again?: (() => void) | undefined;
};

/** An error message: what happened and what to do. Screen readers announce it once. */
export function Problem({ children, again }: Props) {
  return (
    <div className={styles.problem} role="alert">
      <span>{children}</span>
      {again && (
        <Button size="compact-sm" variant="default" onClick={again}>
          {strings.ui.tryAgain}
        </Button>
      )}
    </div>
  );
}
