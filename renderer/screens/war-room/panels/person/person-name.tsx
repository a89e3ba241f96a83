import { useRef, useState, type FocusEvent, type PointerEvent } from 'react';
import { Popover } from '@mantine/core';
import { usePersonName } from '#renderer/server/feed.tsx';
import { useEscape } from '#renderer/ui/use-escape.ts';
import { PersonCard } from './person-card.tsx';
import styles from './person.module.css';

type PersonNameProps = {
  id: string;
  /** The text to show in place of the name, such as `you`. */
  shown?: string;
  /** False in lists of names, which would otherwise add many Tab stops. */
  isTabStop?: boolean;
};

const hoverMs = 350;

/** A name that opens the person's card on hover, Enter or click. */
export function PersonName({ id, shown, isTabStop = true }: PersonNameProps) {
  const names = usePersonName();
  const [isOpen, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const words = shown ?? names(id);
  // Machine authors have no card.
  if (id === 'server' || id.includes(':')) return words;
  const set = (open: boolean) => {
    clearTimeout(timer.current);
    setOpen(open);
  };
  const soon = (open: boolean) => (event: PointerEvent) => {
    if (event.pointerType !== 'mouse') return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(open), hoverMs);
  };
  const leave = (event: FocusEvent) => {
    // Moving the pointer into the card does not count as leaving.
    if (!event.relatedTarget?.closest('[data-person-card]')) set(false);
  };
  return (
    <span className={styles.frame}>
      {isOpen && (
        <OpenCard
          id={id}
          onClose={() => set(false)}
          onBlur={leave}
          onStay={() => clearTimeout(timer.current)}
          onLeave={soon(false)}
        />
      )}
      <button
        type="button"
        className={styles.name}
        tabIndex={isTabStop ? 0 : -1}
        aria-expanded={isOpen}
        onClick={() => set(!isOpen)}
        onPointerEnter={soon(true)}
        onPointerLeave={soon(false)}
        onBlur={leave}
      >
        {words}
      </button>
    </span>
  );
}

type OpenCardProps = {
  id: string;
  onClose: () => void;
  onBlur: (event: FocusEvent) => void;
  onStay: () => void;
  onLeave: (event: PointerEvent) => void;
};

/** Mounted only on demand, because every timeline line has a name. */
function OpenCard({ id, onClose, onBlur, onStay, onLeave }: OpenCardProps) {
  useEscape(true, onClose);
  return (
    <Popover
      opened
      position="bottom-start"
      width={280}
      withRoles={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      // Keeps the card visible when its name is partly clipped.
      hideDetached={false}
      withinPortal
    >
      <Popover.Target>
        <span className={styles.anchor} />
      </Popover.Target>
      <Popover.Dropdown
        data-person-card
        tabIndex={-1}
        onBlur={onBlur}
        onPointerEnter={onStay}
        onPointerLeave={onLeave}
      >
        <PersonCard id={id} />
      </Popover.Dropdown>
    </Popover>
  );
}
