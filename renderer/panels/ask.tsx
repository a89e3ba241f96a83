import { useCallback, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { Button, Popover } from '@mantine/core';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { strings } from '../strings/index.ts';
import { useEscape } from '../ui/use-escape.ts';
import styles from './ask.module.css';

const words = strings.panels;

type AskProps = {
  isOpen: boolean;
  onClose: () => void;
  /** What opens it, and where it is anchored. */
  target: ReactNode;
  /** The target is only a place: what opens the question is somewhere in it. */
  isPlace?: boolean;
  title: string;
  /** The verb of the one button. */
  verb: string;
  onAnswer: () => void;
  children: ReactNode;
  width?: number;
};

/** A small question at the place where it was raised: Enter answers, Esc leaves, nothing behind it moves. */
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
      // Ours alone: closed any earlier, the same key press would find nothing open and leave the room.
      closeOnEscape={false}
      trapFocus
      returnFocus
      withinPortal
      withRoles={!isPlace}
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown p={0} role="dialog" aria-label={title}>
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

/** At once: the trap takes the focus only with a timer, and a key pressed before that would go to the room. */
export function focusFirst(form: HTMLFormElement | null) {
  form
    ?.querySelector<HTMLElement>('[data-autofocus], input:enabled, textarea:enabled, button:enabled')
    ?.focus({ preventScroll: true });
}

/** The room's keys are not for here; Esc is the dialog's own. */
export function keepRoomKeys(event: KeyboardEvent) {
  if (event.key !== 'Escape') event.stopPropagation();
}

/** While a question is open its keys are its own: j must not walk the timeline behind it. */
function keepKeys(event: KeyboardEvent, onClose: () => void) {
  event.stopPropagation();
  if (event.key !== 'Escape') return;
  event.preventDefault();
  onClose();
}

/** Whether a question is open, and the words being typed into it; opening starts it anew. */
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
