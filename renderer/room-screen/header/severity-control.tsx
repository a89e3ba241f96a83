import { useState } from 'react';
import { TextInput } from '@mantine/core';
import { Ask, useAsk } from '#renderer/panels/ask.tsx';
import { Choices } from '#renderer/panels/choices.tsx';
import { useWriter } from '#renderer/panels/use-writer.ts';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { usePersonName } from '#renderer/state/feed.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { SeverityMark } from '#renderer/ui/severity-mark.tsx';
import { severities, type Severity } from '#room/fact.ts';
import styles from './header.module.css';

const meanings: Record<Severity, string> = {
  P1: 'Critical: customers cannot use it',
  P2: 'Major: many customers are hindered',
  P3: 'Minor: some are, or it can wait',
  P4: 'Low: nobody outside notices',
};

export function SeverityControl() {
  const { severity } = useRoom();
  const { canWrite, write } = useWriter();
  const ask = useAsk();
  const [chosen, setChosen] = useState<Severity>(severity.value);
  const open = () => {
    setChosen(severity.value);
    ask.open();
  };
  useKeys(canWrite ? { s: { run: open, label: 'Set the severity', group: 'Room' } } : {});
  const mark = <SeverityMark severity={severity.value} isSet={severity.isSet} />;
  if (!canWrite) return mark;
  const save = () => write({ kind: 'severity', severity: chosen, ...ask.whyGiven }) && ask.close();
  return (
    <Ask
      isOpen={ask.isOpen}
      onClose={ask.close}
      title={severity.heads.length > 1 ? 'Two severities were set at once' : 'How bad is it?'}
      verb={`Set ${chosen}`}
      onAnswer={save}
      target={
        <button type="button" className={styles.quiet} title="Change the severity" onClick={open}>
          <span className="spoken">Severity</span> {mark}
          {severity.heads.length > 1 && <span className={styles.unsettled}>settle</span>}
          <Kbd keys="s" />
        </button>
      }
    >
      <Conflict />
      <Choices<Severity>
        legend="Severity"
        name="severity"
        value={chosen}
        onChange={setChosen}
        choices={severities.map((value) => ({
          value,
          shown: <SeverityMark severity={value} />,
          hint: meanings[value],
        }))}
      />
      <TextInput
        label="Why (may stay empty)"
        value={ask.why}
        onChange={(event) => ask.setWhy(event.currentTarget.value)}
      />
    </Ask>
  );
}

/** FO6: both are listed until a later one supersedes them. */
function Conflict() {
  const { severity } = useRoom();
  const names = usePersonName();
  if (severity.heads.length < 2) return null;
  return (
    <p className="soft">
      {severity.heads.map(({ value, by }) => `${names(by)} set ${value}`).join(', ')}. The higher one stands
      until you settle it.
    </p>
  );
}
