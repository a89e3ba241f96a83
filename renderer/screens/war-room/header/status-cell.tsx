import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, TextInput } from '@mantine/core';
import { Ask, useAsk } from '#renderer/ui/ask.tsx';
import { Choices } from '#renderer/ui/choices.tsx';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { useIncidentId, useOpenRoom, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed, usePersonName } from '#renderer/server/feed.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { statusWords } from '#renderer/ui/status-words.ts';
import { statuses, type Status } from '#room/facts/fact.ts';
import type { MonitorState } from '#room/feed/feed.ts';
import type { Room } from '#room/view/room-view.ts';
import { checksOf } from '#room/command/recovery-seen.ts';
import { answerQuestions, findQuestions, type Given } from '#room/command/status-questions.ts';
import { sayWithdrawn } from '#room/facts/withdrawn.ts';
import { strings } from '../../../strings/index.ts';
import { useOverRoom } from '../over-room-store.ts';
import { Cell } from './cell.tsx';
import { StatusQuestions } from './status-questions.tsx';
import styles from './header.module.css';

const words = strings.header;

const hints: Record<Status, string> = {
  triage: words.triageHint,
  investigating: words.investigatingHint,
  identified: words.identifiedHint,
  monitoring: words.monitoringHint,
  resolved: words.resolvedHint,
  closed: words.closedHint,
};

/** The current status on the way to Closed. A click or T opens the next step. */
export function StatusCell() {
  const { status, withdrawn } = useRoom();
  const { canWrite } = useWriter();
  const current = statuses.indexOf(status.value);
  const next = statuses[current + 1] ?? null;
  const { open, ...question } = useStatusQuestion(status.value);
  const openNext = () => open(next ?? status.value);
  useKeys(
    canWrite ? { t: { run: openNext, label: words.moveStatusOn, group: words.room, takesDigits: true } } : {},
  );
  const isContested = status.heads.length > 1;
  const cell = (
    <Cell
      name={words.status}
      value={withdrawn === null ? statusWords(status.value) : sayWithdrawn(withdrawn)}
      aside={isContested ? words.settleLabel : undefined}
      drawing={<Rail reached={current} />}
      isLit={isContested}
      title={
        withdrawn === null
          ? words.stepOf(statusWords(status.value), hints[status.value], current + 1, statuses.length)
          : strings.withdraw.cell(sayWithdrawn(withdrawn), withdrawn.why)
      }
      {...(canWrite && { keys: 't' })}
      onClick={canWrite ? openNext : undefined}
    />
  );
  return canWrite ? <AskStatus {...question}>{cell}</AskStatus> : cell;
}

/** The question for a new status, and the answers so far. A status typed in the composer opens it too. */
function useStatusQuestion(status: Status) {
  const ask = useAsk();
  const [chosen, setChosen] = useState<Status>(status);
  const [given, setGiven] = useState<Given>({});
  const open = (to: Status) => {
    setChosen(to);
    setGiven({});
    ask.open();
  };
  const id = useIncidentId();
  const moving = useOverRoom((state) => state.moving);
  const endMove = useOverRoom((state) => state.move);
  const { open: openAsk, setWhy } = ask;
  useEffect(() => {
    if (moving?.room !== id) return;
    endMove(null);
    // oxlint-disable-next-line react/set-state-in-effect -- the line below asked for this question
    setChosen(moving.status);
    setGiven({});
    openAsk();
    setWhy(moving.why);
  }, [moving, id, endMove, openAsk, setWhy]);
  return { open, chosen, onChoose: setChosen, ask, given, onAnswer: setGiven };
}

/** Six notches: past statuses and the current one are filled. */
function Rail({ reached }: { reached: number }) {
  return (
    <span className={styles.rail} aria-hidden="true">
      {statuses.map((each, i) => (
        <span key={each} data-reached={i <= reached} />
      ))}
    </span>
  );
}

/** WD2: the other way to end it, for something that was never an incident. */
function NoIncident({ onOpen }: { onOpen: () => void }) {
  const id = useIncidentId();
  const withdraw = useOverRoom((state) => state.withdraw);
  const open = () => {
    onOpen();
    withdraw(id);
  };
  return (
    <Button
      className={styles.other ?? ''}
      type="button"
      size="compact-sm"
      variant="subtle"
      rightSection={<Kbd keys="shift+x" />}
      onClick={open}
    >
      {strings.withdraw.open}
    </Button>
  );
}

/**
 * CO9: the team's checks, with the latest measurement of each check of this incident. Null while unknown or not
 * needed.
 */
function useWatched(room: Room, isAsked: boolean): readonly MonitorState[] | null {
  const { snapshot, state, latest } = useFeed();
  if (!isAsked || snapshot === null || snapshot.staleSince !== null || state === 'away') return null;
  const own = new Set(checksOf(room, snapshot.monitors).map(({ id }) => id));
  return snapshot.monitors.map((each) =>
    own.has(each.id) ? { ...each, lastSample: latest(each.id) } : each,
  );
}

type AskStatusProps = {
  chosen: Status;
  onChoose: (status: Status) => void;
  ask: ReturnType<typeof useAsk>;
  given: Given;
  onAnswer: (given: Given) => void;
  children: ReactNode;
};

function AskStatus({ chosen, onChoose, ask, given, onAnswer, children }: AskStatusProps) {
  const room = useRoom();
  const { status } = room;
  const openRoom = useOpenRoom();
  const [isWhyMissing, setWhyMissing] = useState(false);
  const whyField = useRef<HTMLInputElement>(null);
  const { write } = useWriter();
  const names = usePersonName();
  const watched = useWatched(room, ask.isOpen);
  const texts = (name: string) => openRoom.text(name).toJSON();
  const questions = findQuestions({ room, texts, watched }, chosen);
  const { answers, open } = answerQuestions(questions, given);
  const isBack = statuses.indexOf(chosen) < statuses.indexOf(status.value);
  const needsWhy = open.length > 0 && ask.why.trim() === '';
  const save = () => {
    setWhyMissing(needsWhy);
    // What is typed next is the reason.
    if (needsWhy) whyField.current?.focus();
    if (needsWhy) return;
    const asked = answers.length > 0 ? { answers: [...answers] } : {};
    if (write({ kind: 'status', status: chosen, ...ask.whyGiven, ...asked })) ask.close();
  };
  const verb =
    open.length > 0
      ? words.anyway(
          chosen === 'resolved'
            ? words.resolve
            : chosen === 'closed'
              ? words.close
              : words.set(statusWords(chosen).toLowerCase()),
        )
      : isBack
        ? words.backTo(statusWords(chosen).toLowerCase())
        : words.set(statusWords(chosen).toLowerCase());
  return (
    <Ask
      isOpen={ask.isOpen}
      onClose={ask.close}
      title={words.statusQuestion}
      verb={verb}
      onAnswer={save}
      width={420}
      target={<div>{children}</div>}
      isPlace
    >
      {status.heads.length > 1 && (
        <p className="soft">
          {words.twoStatuses(status.heads.map(({ value, by }) => words.setWith(names(by), value)).join(', '))}
        </p>
      )}
      <Choices<Status>
        legend={words.status}
        name="status"
        value={chosen}
        onChange={onChoose}
        choices={statuses.map((value) => ({
          value,
          shown: <span>{statusWords(value)}</span>,
          hint: value === status.value ? words.now : hints[value],
        }))}
      />
      <NoIncident onOpen={ask.close} />
      <StatusQuestions
        questions={questions}
        checks={watched === null ? [] : checksOf(room, watched)}
        given={given}
        onAnswer={onAnswer}
      />
      <TextInput
        ref={whyField}
        label={open.length > 0 ? words.skipWhy : words.whyOptional}
        value={ask.why}
        error={isWhyMissing && needsWhy ? words.skipWhyHint : null}
        onChange={(event) => ask.setWhy(event.currentTarget.value)}
      />
    </Ask>
  );
}
