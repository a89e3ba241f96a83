import { useRef, useState, type PointerEvent } from 'react';
import { Popover } from '@mantine/core';
import { usePersonName } from '#renderer/state/feed.tsx';
import { useEscape } from '../use-escape.ts';
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

/** C-37: a name with who that is behind it: on hovering, and with Enter or a press. */
export function PersonName({ id, shown, isTabStop = true }: PersonNameProps) {
  const names = usePersonName();
  const [isOpen, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const close = () => {
    clearTimeout(timer.current);
    setOpen(false);
  };
  useEscape(isOpen, close);
  const words = shown ?? names(id);
  // Machines write too, and have no card.
  if (id === 'server' || id.includes(':')) return words;
  const soon = (open: boolean) => (event: PointerEvent) => {
    if (event.pointerType !== 'mouse') return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(open), hoverMs);
  };
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      onDismiss={close}
      position="bottom-start"
      width={280}
      closeOnEscape={false}
      withinPortal
    >
      <Popover.Target>
        <button
          type="button"
          className={styles.name}
          tabIndex={isTabStop ? 0 : -1}
          onClick={(event) => {
            event.stopPropagation();
            clearTimeout(timer.current);
            setOpen(!isOpen);
          }}
          onPointerEnter={soon(true)}
          onPointerLeave={soon(false)}
          onBlur={(event) => {
            // Into the card is not away.
            if (!event.relatedTarget?.closest('[data-person-card]')) close();
          }}
        >
          {words}
        </button>
      </Popover.Target>
      <Popover.Dropdown
        data-person-card
        onPointerEnter={() => clearTimeout(timer.current)}
        onPointerLeave={soon(false)}
      >
        {isOpen && <PersonCard id={id} />}
      </Popover.Dropdown>
    </Popover>
  );
}
