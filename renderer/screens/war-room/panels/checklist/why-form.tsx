import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { TextInput } from '@mantine/core';
import { strings } from '#renderer/strings/index.ts';
import styles from './checklist.module.css';

type WhyFormProps = { label: string; hint: string; onWhy: (why: string) => void; onLeave: () => void };

/** A required one-line reason. Enter submits, Esc cancels. */
export function WhyForm({ label, hint, onWhy, onLeave }: WhyFormProps) {
  const [why, setWhy] = useState('');
  const [isAsked, setAsked] = useState(false);
  const take = (event: FormEvent) => {
    event.preventDefault();
    if (why.trim() === '') setAsked(true);
    else onWhy(why.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onLeave();
  };
  return (
    <form onSubmit={take} onKeyDown={onKeyDown} className={styles.why}>
      <TextInput
        aria-label={label}
        placeholder={hint}
        value={why}
        autoFocus
        error={isAsked ? strings.playbooks.run.skipAsk : null}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
    </form>
  );
}
