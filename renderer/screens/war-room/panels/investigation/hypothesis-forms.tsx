import { useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { strings } from '#renderer/strings/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useTeamClock } from '#renderer/ui/now.tsx';
import type { FactDraft } from '#room/facts/fact.ts';
import { readExperiment } from '../line/read-experiment.ts';
import { useCheckEvidence } from '../checks/use-check-evidence.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import parts from '#renderer/ui/rows.module.css';
import { useWriter } from '#renderer/live-room/use-writer.ts';

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

/** IN1: a test states its refuting result in advance. Afterwards every result looks like support. */
export function ExperimentForm({ target, onLeave }: FormProps) {
  const { write } = useWriter();
  const clock = useTeamClock();
  const [text, setText] = useState('');
  const [refutes, setRefutes] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const save = () => {
    const read = readExperiment({ text, refutes }, clock.now());
    if (typeof read === 'string') return setProblem(read);
    if (read && write({ kind: 'experiment', target, ...read })) onLeave();
  };
  return (
    <Frame onSave={save} onLeave={onLeave}>
      <TextInput
        label={strings.investigation.testField}
        placeholder={strings.investigation.testExample}
        value={text}
        error={problem}
        autoFocus
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(null);
        }}
      />
      <TextInput
        label={strings.investigation.refuteField}
        placeholder={strings.investigation.refuteExample}
        value={refutes}
        onChange={(event) => setRefutes(event.currentTarget.value)}
      />
      <p className={parts.acts}>
        <Button type="submit" variant="filled" rightSection={<Kbd keys="enter" isAlways />}>
          {strings.investigation.test}
        </Button>
        <Button type="button" variant="subtle" onClick={onLeave} rightSection={<Kbd keys="escape" />}>
          {strings.investigation.leave}
        </Button>
      </p>
    </Frame>
  );
}

export type FindingVerdict = FactDraft<'finding'>['verdict'];
const verdicts = [
  { value: 'supported', shown: strings.investigation.supportsIt },
  { value: 'refuted', shown: strings.investigation.refutesIt },
  { value: 'inconclusive', shown: strings.investigation.saysNothingCertain },
] as const;

type FindingFormProps = FormProps & {
  /** The verdict; null makes the form ask for it. */
  given: FindingVerdict | null;
};

/** The evidence may be a check; its current state is stored with the finding (IN4). */
export function FindingForm({ target, given, onLeave }: FindingFormProps) {
  const { write } = useWriter();
  const clock = useTeamClock();
  const checks = useCheckEvidence();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<FindingVerdict>(given ?? 'supported');
  const [monitor, setMonitor] = useState('');
  const words = text.trim();
  const save = () => {
    const evidence = checks.find((each) => each.monitor === monitor)?.take(clock.now());
    const draft: FactDraft = {
      kind: 'finding',
      target,
      verdict: given ?? chosen,
      ...(words !== '' && { text: words }),
      ...(evidence && { evidence }),
    };
    if (write(draft)) onLeave();
  };
  const { hint, evidence, noEvidence } = strings.investigation;
  return (
    <Frame onSave={save} onLeave={onLeave}>
      {given === null && (
        <Choices
          legend={strings.investigation.result}
          name={`verdict-${target}`}
          value={chosen}
          choices={verdicts}
          onChange={setChosen}
        />
      )}
      <div className={parts.line}>
        <TextInput
          aria-label={hint}
          placeholder={strings.investigation.fieldHint(hint)}
          value={text}
          autoFocus
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      {checks.length > 0 && (
        <NativeSelect
          mt={4}
          aria-label={evidence}
          value={monitor}
          data={[
            { value: '', label: noEvidence },
            ...checks.map(({ monitor: value, label }) => ({ value, label })),
          ]}
          onChange={(event) => setMonitor(event.currentTarget.value)}
        />
      )}
    </Frame>
  );
}
