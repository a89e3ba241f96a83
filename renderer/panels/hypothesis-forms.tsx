import { useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { Button, TextInput } from '@mantine/core';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useTeamClock } from '#renderer/ui/now.tsx';
import type { FactDraft } from '#room/fact.ts';
import { readExperiment } from './line/read-experiment.ts';
import parts from './parts.module.css';
import { useWriter } from './use-writer.ts';

type FormProps = { target: string; onLeave: () => void };

function Frame({
  onSave,
  onLeave,
  children,
}: {
  onSave: () => void;
  onLeave: () => void;
  children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onLeave();
  };
  return (
    <form onSubmit={submit} onKeyDown={onKeyDown}>
      {children}
    </form>
  );
}

/** IN1: a test says beforehand what would refute the guess; afterwards everything looks like support. */
export function ExperimentForm({ target, onLeave }: FormProps) {
  const { write } = useWriter();
  const clock = useTeamClock();
  const [text, setText] = useState('');
  const [refutes, setRefutes] = useState('');
  const save = () => {
    const read = readExperiment({ text, refutes }, clock.now());
    if (read && write({ kind: 'experiment', target, ...read })) onLeave();
  };
  return (
    <Frame onSave={save} onLeave={onLeave}>
      <TextInput
        label="What is tried"
        placeholder="10m drain eu-2"
        value={text}
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TextInput
        label="What would refute it (may stay empty)"
        placeholder="errors stay the same in eu-1"
        value={refutes}
        onChange={(event) => setRefutes(event.currentTarget.value)}
      />
      <p className={parts.acts}>
        <Button type="submit" variant="filled" rightSection={<Kbd keys="enter" />}>
          Test
        </Button>
        <Button type="button" variant="subtle" onClick={onLeave} rightSection={<Kbd keys="escape" />}>
          Leave
        </Button>
      </p>
    </Frame>
  );
}

export function FindingForm({ target, verdict, onLeave }: FormProps & Pick<FactDraft<'finding'>, 'verdict'>) {
  const { write } = useWriter();
  const [text, setText] = useState('');
  const words = text.trim();
  const save = () => {
    if (write({ kind: 'finding', target, verdict, ...(words === '' ? {} : { text: words }) })) onLeave();
  };
  const hint = 'What showed it (may stay empty)';
  return (
    <Frame onSave={save} onLeave={onLeave}>
      <div className={parts.line}>
        <TextInput
          aria-label={hint}
          placeholder={`${hint}. Enter saves, Esc leaves`}
          value={text}
          autoFocus
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
    </Frame>
  );
}
