import { useCallback, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { Button, Popover } from '@mantine/core';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { strings } from '../strings/index.ts';
import { useEscape } from './use-escape.ts';
import styles from './ask.module.css';

const words = strings.panels;

type AskProps = {
  isOpen: boolean;
  onClose: () => void;
  /** The control that opens the question; the popover is anchored to it. */
  target: ReactNode;
  /** The target is only an anchor; the control that opens the question is inside it. */
  isPlace?: boolean;
  title: string;
  /** The label of the only button, a verb. */
  verb: string;
  onAnswer: () => void;
  children: ReactNode;
  width?: number;
};

/** A small question next to the control that raised it. Enter answers, Esc closes, the page behind does not move. */
export function Ask({ isOpen, onClose, target, title, verb, onAnswer, children, ...rest }: AskProps) {
  const { isPlace = false, width = 320 } = rest;
  useEscape(isOpen, onClose);
  const answer = (event: FormEvent) => {
    event.preventDefault();
    onAnswer();
  };
  return (
    <Popover
      opened={isOpen}
      onDismiss={onClose}
      onClose={onClose}
      position="bottom-start"
      width={width}
      // Where it does not fit, it scrolls in itself, and its buttons stay in sight.
      middlewares={{ flip: true, shift: true, size: { padding: 8 } }}
      // `useEscape` handles Esc. If the popover closed first, the same key press would also leave the room.
      closeOnEscape={false}
      trapFocus
      returnFocus
      withinPortal
      withRoles={!isPlace}
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown p={0} role="dialog" aria-label={title} className={styles.sheet ?? ''}>
        <form
          ref={focusFirst}
          className={styles.ask}
          onSubmit={answer}
          onKeyDown={(event) => keepKeys(event, onClose)}
        >
          <h3>{title}</h3>
          {children}
          <div className={styles.buttons}>
            <Button type="submit" variant="filled" rightSection={<Kbd keys="enter" isAlways />}>
              {verb}
            </Button>
            <Button type="button" variant="subtle" onClick={onClose} rightSection={<Kbd keys="escape" />}>
              {words.leave}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Focuses immediately. The focus trap uses a timer, and a key pressed before that would go to the room. */
export function focusFirst(form: HTMLFormElement | null) {
  form
    ?.querySelector<HTMLElement>('[data-autofocus], input:enabled, textarea:enabled, button:enabled')
    ?.focus({ preventScroll: true });
}

/** Keeps key presses from the room's shortcuts. The dialog handles Esc itself. */
export function keepRoomKeys(event: KeyboardEvent) {
  if (event.key !== 'Escape') event.stopPropagation();
}

/** Keeps key presses inside the open question, so that `j` does not move through the timeline behind it. */
function keepKeys(event: KeyboardEvent, onClose: () => void) {
  event.stopPropagation();
  if (event.key !== 'Escape') return;
  event.preventDefault();
  onClose();
}

/** Whether a question is open, and the text typed into it. Opening clears the text. */
export function useAsk(): {
  isOpen: boolean;
  why: string;
  setWhy: (why: string) => void;
  open: () => void;
  close: () => void;
  whyGiven: { why?: string };
} {
  const [isOpen, setOpen] = useState(false);
  const [why, setWhy] = useState('');
  const open = useCallback(() => {
    setWhy('');
    setOpen(true);
  }, []);
  const close = useCallback(() => setOpen(false), []);
  return { isOpen, why, setWhy, open, close, whyGiven: why.trim() === '' ? {} : { why: why.trim() } };
}
