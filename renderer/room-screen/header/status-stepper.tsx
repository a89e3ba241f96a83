import { useEffect, useState, type ReactNode } from 'react';
import { TextInput } from '@mantine/core';
import { Ask, useAsk } from '#renderer/panels/ask.tsx';
import { Choices } from '#renderer/panels/choices.tsx';
import { useWriter } from '#renderer/panels/use-writer.ts';
import { useIncidentId, useOpenRoom, useRoom } from '#renderer/room/room-provider.tsx';
import { usePersonName } from '#renderer/state/feed.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { statusWords } from '#renderer/ui/status-words.ts';
import { statuses, type Status } from '#room/fact.ts';
import { answerQuestions, findQuestions, type Given } from '#room/command/status-questions.ts';
import { strings } from '../../strings/index.ts';
import { useOverRoom } from '../over-room-store.ts';
import { StatusQuestions } from './status-questions.tsx';
import styles from './header.module.css';

const words = strings.header;

const hints: Record<Status, string> = {
  triage: words.realHowBad,
  investigating: words.lookingForCause,
  identified: words.causeKnown,
  monitoring: words.fixInWatching,
  resolved: words.worksAgain,
  closed: words.reviewedDone,
};

export function StatusStepper() {
  const { status } = useRoom();
  const { canWrite } = useWriter();
  const ask = useAsk();
  const [chosen, setChosen] = useState<Status>(status.value);
  const current = statuses.indexOf(status.value);
  const next = statuses[current + 1] ?? null;
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
  useKeys(
    canWrite
      ? {
          t: {
            run: () => open(next ?? status.value),
            label: words.moveStatusOn,
            group: words.room,
            takesDigits: true,
          },
        }
      : {},
  );
  return (
    <div className={styles.stepperFrame}>
      <AskStatus chosen={chosen} onChoose={setChosen} ask={ask} given={given} onAnswer={setGiven}>
        <ol className={styles.stepper} aria-label={words.status}>
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
  given: Given;
  onAnswer: (given: Given) => void;
  children: ReactNode;
};

function AskStatus({ chosen, onChoose, ask, given, onAnswer, children }: AskStatusProps) {
  const room = useRoom();
  const { status } = room;
  const openRoom = useOpenRoom();
  const [isWhyMissing, setWhyMissing] = useState(false);
  const { write } = useWriter();
  const names = usePersonName();
  const questions = findQuestions({ room, texts: (name) => openRoom.text(name).toJSON() }, chosen);
  const { answers, open } = answerQuestions(questions, given);
  const isBack = statuses.indexOf(chosen) < statuses.indexOf(status.value);
  const needsWhy = open.length > 0 && ask.why.trim() === '';
  const save = () => {
    setWhyMissing(needsWhy);
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
      title={words.whereWe}
      verb={verb}
      onAnswer={save}
      width={420}
      target={<div>{children}</div>}
      isPlace
    >
      {status.heads.length > 1 && (
        <p className="soft">
          {words.atSameTime(status.heads.map(({ value, by }) => words.setWith(names(by), value)).join(', '))}
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
      <StatusQuestions questions={questions} given={given} onAnswer={onAnswer} />
      <TextInput
        label={open.length > 0 ? words.whyGoOn : words.whyMayStay}
        value={ask.why}
        error={isWhyMissing && needsWhy ? words.wordEnoughTimeline : null}
        onChange={(event) => ask.setWhy(event.currentTarget.value)}
      />
    </Ask>
  );
}
