import type { FormEvent, ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Problem } from '../ui/problem.tsx';
import { expectedIn, sayRefusal } from './field.ts';
import { useAttempt } from './use-attempt.ts';
import styles from './record-form.module.css';

type Props = {
  title: string;
  words: { save: string; cancel: string; notSaved: (problem: string) => string };
  /** Whether the form is complete enough to send. */
  isComplete: boolean;
  /** Saves the record and leaves the form; throws the server's error. */
  save: () => Promise<void>;
  cancel: () => void;
  /** Renders the fields. `expected` returns the server's error for a field. */
  children: (expected: (field: string) => string | undefined) => ReactNode;
  /** Has room for two fields side by side. */
  isWide?: boolean;
  /** Shows its fields in two columns, texts of several lines across both. */
  isPaired?: boolean;
  /** Other actions on the record, after the buttons. */
  foot?: ReactNode;
};

/** The form of one record. It is saved as a whole; after an error it shows the error and keeps the input. */
export function RecordForm({
  title,
  words,
  isComplete,
  save,
  cancel,
  children,
  isWide,
  isPaired,
  foot,
}: Props) {
  const { busy, problem, attempt } = useAttempt();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(save);
  };
  return (
    <form
      className={styles.form}
      data-wide={isWide}
      data-paired={isPaired}
      onSubmit={submit}
      noValidate
      aria-label={title}
    >
      <h1>{title}</h1>
      {children(expectedIn(problem))}
      {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
      <div className={styles.buttons}>
        <Button type="submit" variant="filled" loading={busy} disabled={!isComplete}>
          {words.save}
        </Button>
        <Button variant="subtle" onClick={cancel}>
          {words.cancel}
        </Button>
      </div>
      {foot}
    </form>
  );
}
