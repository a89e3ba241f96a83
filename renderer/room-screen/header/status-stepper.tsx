import { useState, type ReactNode } from 'react';
import { TextInput } from '@mantine/core';
import { Ask, useAsk } from '#renderer/panels/ask.tsx';
import askStyles from '#renderer/panels/ask.module.css';
import { Choices } from '#renderer/panels/choices.tsx';
import { useWriter } from '#renderer/panels/use-writer.ts';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { usePersonName } from '#renderer/state/feed.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { statusWords } from '#renderer/ui/status-words.ts';
import { statuses, type Status } from '#room/fact.ts';
import { sayStillDown } from '#renderer/panels/line/commands.ts';
import styles from './header.module.css';

const hints: Record<Status, string> = {
  triage: 'is it real, how bad is it',
  investigating: 'looking for the cause',
  identified: 'the cause is known',
  monitoring: 'a fix is in, watching',
  resolved: 'it works again',
  closed: 'reviewed and done',
};

export function StatusStepper() {
  const { status } = useRoom();
  const { canWrite } = useWriter();
  const ask = useAsk();
  const [chosen, setChosen] = useState<Status>(status.value);
  const current = statuses.indexOf(status.value);
  const next = statuses[current + 1] ?? null;
  const open = (to: Status) => {
    setChosen(to);
    ask.open();
  };
  useKeys(
    canWrite
      ? { t: { run: () => open(next ?? status.value), label: 'Move the status on', group: 'Room' } }
      : {},
  );
  return (
    <div className={styles.stepperFrame}>
      <AskStatus chosen={chosen} onChoose={setChosen} ask={ask}>
        <ol className={styles.stepper} aria-label="Status">
          {statuses.map((each, i) => (
            <li
              key={each}
              data-place={i < current ? 'past' : i === current ? 'current' : each === next ? 'next' : 'later'}
            >
              {canWrite ? (
                <button
                  type="button"
                  aria-current={i === current ? 'step' : undefined}
                  title={hints[each]}
                  onClick={() => open(each)}
                >
                  {statusWords(each)}
                  {each === next && <Kbd keys="t" />}
                </button>
              ) : (
                <span aria-current={i === current ? 'step' : undefined}>{statusWords(each)}</span>
              )}
            </li>
          ))}
        </ol>
      </AskStatus>
    </div>
  );
}

type AskStatusProps = {
  chosen: Status;
  onChoose: (status: Status) => void;
  ask: ReturnType<typeof useAsk>;
  children: ReactNode;
};

function AskStatus({ chosen, onChoose, ask, children }: AskStatusProps) {
  const { status, checks } = useRoom();
  const { write } = useWriter();
  const names = usePersonName();
  const isEnding = chosen === 'resolved' || chosen === 'closed';
  const down = checks.filter((check) => check.status === 'down').map(({ name }) => name);
  const warning = isEnding && down.length > 0 ? sayStillDown(down, chosen) : null;
  const isBack = statuses.indexOf(chosen) < statuses.indexOf(status.value);
  const verb = warning
    ? `${chosen === 'resolved' ? 'Resolve' : 'Close'} anyway`
    : isBack
      ? `Back to ${statusWords(chosen).toLowerCase()}`
      : `Set ${statusWords(chosen).toLowerCase()}`;
  return (
    <Ask
      isOpen={ask.isOpen}
      onClose={ask.close}
      title="Where are we?"
      verb={verb}
      onAnswer={() => write({ kind: 'status', status: chosen, ...ask.whyGiven }) && ask.close()}
      target={<div>{children}</div>}
      isPlace
    >
      {status.heads.length > 1 && (
        <p className="soft">
          {status.heads.map(({ value, by }) => `${names(by)} set ${value}`).join(', ')} at the same time. The
          furthest along stands until you settle it.
        </p>
      )}
      <Choices<Status>
        legend="Status"
        name="status"
        value={chosen}
        onChange={onChoose}
        choices={statuses.map((value) => ({
          value,
          shown: <span>{statusWords(value)}</span>,
          hint: value === status.value ? 'now' : hints[value],
        }))}
      />
      <TextInput
        label="Why (may stay empty)"
        value={ask.why}
        onChange={(event) => ask.setWhy(event.currentTarget.value)}
      />
      {warning && (
        <p className={askStyles.warning} role="alert">
          {warning}
        </p>
      )}
    </Ask>
  );
}
