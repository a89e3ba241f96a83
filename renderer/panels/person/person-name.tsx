import { useRef, useState, type FocusEvent, type PointerEvent } from 'react';
import { Popover } from '@mantine/core';
import { usePersonName } from '#renderer/state/feed.tsx';
import { useEscape } from '#renderer/ui/use-escape.ts';
import { PersonCard } from './person-card.tsx';
import styles from './person.module.css';

type PersonNameProps = {
  id: string;
  /** How they are called here, where that is not their name, such as `you`. */
  shown?: string;
  /** False where a list of names would be a list of stops for the Tab key. */
  isTabStop?: boolean;
};

const hoverMs = 350;

/** A name with who that is behind it: on hovering, and with Enter or a press. */
export function PersonName({ id, shown, isTabStop = true }: PersonNameProps) {
  const names = usePersonName();
  const [isOpen, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const words = shown ?? names(id);
  // Machines write too, and have no card.
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
    // Into the card is not away.
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

/** Made only when it is asked for: a timeline has a name in every line. */
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
      // A name may stand where little of it shows; its card is there all the same.
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
