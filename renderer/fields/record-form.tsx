import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Problem } from '../ui/problem.tsx';
import { expectedIn, sayRefusal } from './field.ts';
import styles from './record-form.module.css';

type Props = {
  title: string;
  words: { save: string; cancel: string; notSaved: (problem: string) => string };
  /** Whether enough is filled in to send it. */
  isComplete: boolean;
  /** Sends the record and leaves the form; throws what the server refused. */
  save: () => Promise<void>;
  cancel: () => void;
  /** The fields. `expected` says what the server expected in one of them. */
  children: (expected: (field: string) => string | undefined) => ReactNode;
  /** Two fields stand beside each other in it. */
  isWide?: boolean;
  /** What else can be done with a record, after its buttons. */
  foot?: ReactNode;
};

/** The form of one record: it is saved whole, says what was refused, and keeps what was typed. */
export function RecordForm({ title, words, isComplete, save, cancel, children, isWide, foot }: Props) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const send = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await save();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  return (
    <form className={styles.form} data-wide={isWide} onSubmit={submit} noValidate aria-label={title}>
      <h1>{title}</h1>
      {children(expectedIn(problem))}
      {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
      <div className={styles.buttons}>
        <Button type="submit" variant="filled" loading={isBusy} disabled={!isComplete}>
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
