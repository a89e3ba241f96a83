import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSilentSince } from '../server/feed.tsx';
import { ServerAway } from './server-away.tsx';
import styles from './fields.module.css';

type Props = Pick<ButtonProps, 'variant' | 'color' | 'size' | 'loading' | 'disabled' | 'rightSection'> & {
  children: ReactNode;
};

/**
 * FE12: submits a form that only the team's server can take. While that is away, the button waits and says why; the
 * form keeps what is written in it.
 */
export function SaveButton({ disabled = false, children, ...rest }: Props) {
  const since = useSilentSince();
  return (
    <>
      <Button type="submit" disabled={disabled || since !== null} {...rest}>
        {children}
      </Button>
      {since !== null && (
        <p className={`label ${styles.away}`} role="status">
          <ServerAway since={since} />
        </p>
      )}
    </>
  );
}
