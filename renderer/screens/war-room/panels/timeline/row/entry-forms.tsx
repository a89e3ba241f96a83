// The forms that open under an entry: amend it, strike it out, or grade an action. Esc closes them.
import { useId, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { Button, Textarea, TextInput } from '@mantine/core';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { sayTimeOfDay, shownCalendar } from '#renderer/ui/say-time.ts';
import { actionTypes, guessActionType, type ActionType } from '#room/facts/action-type.ts';
import type { Fact, FactDraft } from '#room/facts/fact.ts';
import type { Entry } from '#room/view/room-view.ts';
import type { ActionOutcome } from '#room/facts/actions.ts';
import { readPast } from '#room/time/typed-time.ts';
import { strings } from '../../../../../strings/index.ts';
import { amendableText } from './use-entry-actions.ts';
import { gradeChoices } from './grade-mark.tsx';
import { useProposal } from '../proposal/use-proposal.ts';
import styles from '../timeline.module.css';

export type EntryForm = 'amend' | 'retract' | 'grade';

type FormProps = { entry: Entry; onSave: (draft: FactDraft) => void; onLeave: () => void };

export function EntryFormFor({ form, ...props }: FormProps & { form: EntryForm }) {
  if (form === 'amend') return <AmendForm {...props} />;
  return form === 'retract' ? <RetractForm {...props} /> : <GradeForm {...props} />;
}

function Frame({
  label,
  onSubmit,
  onLeave,
  children,
}: {
  label: string;
  onSubmit: () => void;
  onLeave: () => void;
  children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    event.stopPropagation();
    if (event.key === 'Escape') onLeave();
    const isText = event.target instanceof HTMLTextAreaElement;
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || !isText) return;
    // As in the line below the timeline: Enter saves, Shift+Enter is a new line.
    event.preventDefault();
    event.currentTarget.requestSubmit();
  };
  return (
    <form className={styles.form} aria-label={label} onSubmit={submit} onKeyDown={onKeyDown}>
      {children}
    </form>
  );
}

function Buttons({ save, onLeave }: { save: string; onLeave: () => void }) {
  return (
    <div className={styles.formButtons}>
      <Button type="submit" variant="filled" rightSection={<Kbd keys="enter" />}>
        {save}
      </Button>
      <Button type="button" variant="subtle" onClick={onLeave} rightSection={<Kbd keys="escape" />}>
        {strings.timeline.leaveAs}
      </Button>
    </div>
  );
}

function AmendForm({ entry, onSave, onLeave }: FormProps) {
  const { hasText, text, setText, time, setTime, type, setType, error, change } = useAmendment(entry);
  const save = () => {
    if (change === null) return;
    if (Object.keys(change).length === 0) onLeave();
    else onSave({ kind: 'amended', target: entry.id, ...change });
  };
  return (
    <Frame label={strings.timeline.amendTitle} onSubmit={save} onLeave={onLeave}>
      {hasText && (
        <Textarea
          label={strings.timeline.amendText}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          maxRows={10}
          data-autofocus
          autoFocus
        />
      )}
      {entry.fact.kind === 'action' && <TypeChoice text={text} type={type} choose={setType} />}
      <TextInput
        label={strings.timeline.amendTime}
        value={time}
        onChange={(event) => setTime(event.currentTarget.value)}
        w={120}
        error={error}
        autoFocus={!hasText}
      />
      <p className="label">{strings.timeline.amendHint}</p>
      <Buttons save={strings.timeline.amend} onLeave={onLeave} />
    </Frame>
  );
}

/** The text, the time and the kind of an entry as they are typed. `change`: null while it cannot be saved. */
function useAmendment(entry: Entry) {
  const clock = useTeamClock();
  const before = { text: amendableText(entry), time: sayTimeOfDay(entry.at) };
  const [text, setText] = useState(before.text ?? '');
  const [time, setTime] = useState(before.time);
  const oldType = entry.fact.kind === 'action' ? (entry.fact.type ?? null) : null;
  const [type, setType] = useState<ActionType | null>(oldType);
  const read = time === before.time ? entry : readPast(time, clock.now(), shownCalendar);
  const at = read && 'at' in read ? read.at : null;
  const newText = before.text !== null && text.trim() !== before.text ? text.trim() : null;
  const error =
    read === null
      ? strings.timeline.badTime
      : 'wrong' in read
        ? read.wrong
        : newText === ''
          ? strings.timeline.cannotEmpty
          : null;
  const change =
    at === null || error
      ? null
      : {
          ...(newText !== null && { text: newText }),
          ...(at !== entry.at && { at }),
          ...(type !== oldType && type !== null && { type }),
        };
  return { hasText: before.text !== null, text, setText, time, setTime, type, setType, error, change };
}

type TypeChoiceProps = { text: string; type: ActionType | null; choose: (type: ActionType) => void };

/** GR6: the kind of an action. While nobody chose one, it follows the words. */
function TypeChoice({ text, type, choose }: TypeChoiceProps) {
  const name = useId();
  const shown = type ?? guessActionType(text);
  return (
    <fieldset className={styles.outcomes}>
      <legend className="label">{strings.composer.actionKind}</legend>
      {actionTypes.map((each) => (
        <label key={each}>
          <input type="radio" name={name} checked={shown === each} onChange={() => choose(each)} />
          {strings.composer.actionKinds[each]}
        </label>
      ))}
    </fieldset>
  );
}

function RetractForm({ entry, onSave, onLeave }: FormProps) {
  const [why, setWhy] = useState('');
  return (
    <Frame
      label={strings.timeline.strikeTitle}
      onSubmit={() => onSave({ kind: 'retracted', target: entry.id, ...(why.trim() && { why: why.trim() }) })}
      onLeave={onLeave}
    >
      <TextInput
        label={strings.timeline.strikeWhy}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
        autoFocus
      />
      <p className="label">{strings.timeline.strikeHint}</p>
      <Buttons save={strings.timeline.strikeOut} onLeave={onLeave} />
    </Frame>
  );
}

function GradeForm(props: FormProps) {
  const { fact } = props.entry;
  return fact.kind === 'action' ? <GradeAction {...props} action={fact} /> : null;
}

/** Starts with the proposal of the checks, until the person chooses or types something. */
function GradeAction({ entry, action, onSave, onLeave }: FormProps & { action: Fact<'action'> }) {
  const proposal = useProposal(action);
  const [chosen, setOutcome] = useState<ActionOutcome | null>(entry.grade?.outcome ?? null);
  const [typed, setEvidence] = useState<string | null>(entry.grade?.evidence ?? null);
  const outcome = chosen ?? proposal?.outcome ?? 'helped';
  const evidence = typed ?? proposal?.evidence ?? '';
  return (
    <Frame
      label={strings.timeline.judgeTitle}
      onSubmit={() =>
        onSave({
          kind: 'graded',
          target: entry.id,
          outcome,
          ...(evidence.trim() && { evidence: evidence.trim() }),
          ...(proposal && { proposed: proposal.outcome }),
        })
      }
      onLeave={onLeave}
    >
      <fieldset className={styles.outcomes}>
        <legend className="label">{strings.timeline.judgeHint}</legend>
        {gradeChoices.map((each) => (
          <label key={each.outcome} data-outcome={each.outcome}>
            <input
              type="radio"
              name={`outcome-${entry.id}`}
              checked={outcome === each.outcome}
              onChange={() => setOutcome(each.outcome)}
              onClick={() => setOutcome(each.outcome)}
              autoFocus={outcome === each.outcome}
            />
            {each.words}
          </label>
        ))}
      </fieldset>
      <TextInput
        label={strings.timeline.judgeEvidence}
        placeholder={strings.timeline.judgeExample}
        value={evidence}
        onChange={(event) => {
          setEvidence(event.currentTarget.value);
          // Typing the evidence fixes the outcome, so that a later change in the proposal cannot reverse it.
          setOutcome(outcome);
        }}
      />
      <Buttons save={strings.timeline.judge} onLeave={onLeave} />
    </Frame>
  );
}
