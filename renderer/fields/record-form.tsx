import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { SaveButton } from './save-button.tsx';
import { Problem } from '../ui/problem.tsx';
import { expectedIn, sayRefusal } from './field.ts';
import { useAttempt } from './use-attempt.ts';
import styles from './record-form.module.css';

/** What a part of a form gets: the draft, a way to change it, and the server's error for a field. */
export type FormPart<Draft> = {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  expected: (field: string) => string | undefined;
};

type Props<Draft> = {
  title: string;
  words: { save: string; cancel: string; notSaved: (problem: string) => string };
  /** The draft with which the form begins. */
  begin: () => Draft;
  /** Whether the draft is complete enough to send. */
  isComplete: (draft: Draft) => boolean;
  /** Why this person may not save it, in place of the form; null when they may. */
  refusal: string | null;
  /** Saves the record and leaves the form; throws the server's error. */
  save: (draft: Draft) => Promise<void>;
  cancel: () => void;
  /** Renders the fields. */
  children: (part: FormPart<Draft>) => ReactNode;
  /** Has room for two fields side by side. */
  isWide?: boolean;
  /** Shows its fields in two columns, texts of several lines across both. */
  isPaired?: boolean;
  /** Other actions on the record, after the buttons. */
  foot?: ReactNode;
};

/** The form of one record. It is saved as a whole; after an error it shows the error and keeps the input. */
export function RecordForm<Draft extends object>({
  title,
  words,
  begin,
  refusal,
  isComplete,
  save,
  cancel,
  children,
  isWide,
  isPaired,
  foot,
}: Props<Draft>) {
  const [draft, setDraft] = useState(begin);
  const { busy, problem, attempt } = useAttempt(undefined, draft);
  const change = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(() => save(draft));
  };
  if (refusal !== null) return <Refusal title={title} refusal={refusal} />;
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
      {children({ draft, change, expected: expectedIn(problem) })}
      {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
      <SaveButtons words={words} busy={busy} isComplete={isComplete(draft)} cancel={cancel} />
      {foot}
    </form>
  );
}

function Refusal({ title, refusal }: { title: string; refusal: string }) {
  return (
    <div className={styles.form}>
      <h1>{title}</h1>
      <p className="label">{refusal}</p>
    </div>
  );
}

type ButtonsProps = Pick<Props<never>, 'words' | 'cancel'> & { busy: boolean; isComplete: boolean };

function SaveButtons({ words, busy, isComplete, cancel }: ButtonsProps) {
  return (
    <div className={styles.buttons}>
      <SaveButton variant="filled" loading={busy} disabled={!isComplete}>
        {words.save}
      </SaveButton>
      <Button variant="subtle" onClick={cancel}>
        {words.cancel}
      </Button>
    </div>
  );
}
