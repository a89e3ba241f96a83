import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef, MouseEvent } from 'react';
import { useSilentSince } from '../server/feed.tsx';
import { ServerAway } from './server-away.tsx';

type Props = ButtonProps & Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps>;

/**
 * FE12: a single act that only the team's server can take, such as *Take this shift*. While that is away, the button
 * does nothing and says why under the pointer and the focus. It keeps the focus, which a disabled button loses.
 */
export function ServerButton({ onClick, children, ...rest }: Props) {
  const since = useSilentSince();
  const isAway = since !== null;
  const act = (event: MouseEvent<HTMLButtonElement>) => {
    if (isAway) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <Tooltip
      disabled={!isAway}
      events={{ hover: true, focus: true, touch: true }}
      label={since !== null && <ServerAway since={since} />}
    >
      <Button
        data-asks-server
        {...(isAway && { 'data-disabled': true })}
        aria-disabled={isAway}
        {...rest}
        onClick={act}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
