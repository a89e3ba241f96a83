// The composer below the timeline takes a note or a command. It says what Enter will do before Enter does it.
import { useId, useState } from 'react';
import { IconPaperclip } from '@tabler/icons-react';
import { useAttach } from '#renderer/attachments/use-attach.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { useIsPast, useIsRecord, useRoom } from '#renderer/live-room/room-provider.tsx';
import { strings } from '#renderer/strings/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { limits } from '#room/text/limits.ts';
import type { ActionType } from '#room/facts/action-type.ts';
import { ActionKinds, kindKeys } from './action-kinds.tsx';
import { Answering, dropAnswer, useAnswered, useFocusOnAnswer } from './answering.tsx';
import { CompletionList } from './completion-list.tsx';
import { withActionType } from '#renderer/screens/war-room/panels/line/action-command.ts';
import { completeLine } from '#renderer/screens/war-room/panels/line/complete.ts';
import type { ParsedLine } from '#renderer/screens/war-room/panels/line/line.ts';
import { parseLine } from '#renderer/screens/war-room/panels/line/parse-line.ts';
import { keysOf, useLine, useSend, useWaysIn } from './use-line.ts';
import { TypingOthers } from './typing-others.tsx';
import { useLineContext } from '#renderer/screens/war-room/panels/line/use-line-context.ts';
import styles from './composer.module.css';

export function Composer({ id }: { id: string }) {
  const { canWrite } = useWriter();
  return canWrite ? <WritingComposer id={id} /> : <ReadOnlyLine />;
}

function ReadOnlyLine() {
  const isPast = useIsPast();
  const isRecord = useIsRecord();
  const past = isRecord ? strings.record.notWritten : strings.composer.inReplay;
  return (
    <div className={styles.composer}>
      <p className={styles.readOnly}>{isPast ? past : strings.composer.readOnly}</p>
    </div>
  );
}

function WritingComposer({ id }: { id: string }) {
  const writing = useLine(id);
  const { line, field, caret, setCaret, change, place, typing, trouble, confirmed, active } = writing;
  const known = useLineContext();
  const answered = useAnswered(id);
  const context = { ...known, answers: answered && { id: answered.id, kind: answered.fact.kind } };
  const clock = useTeamClock();
  const [isFocused, setFocused] = useState(false);
  const listId = useId();
  useFocusOnAnswer(field);
  useWaysIn(writing);
  const parse = () => parseLine(line, { ...context, now: clock.now() });
  const send = useSend(id, writing, parse);
  const parsed = parse();
  const isListShown = isFocused && !writing.isListHidden;
  const completions = isListShown ? completeLine(line.slice(0, caret), context) : [];
  /** Text after the caret is kept. */
  const take = (taken: string) => place(taken + line.slice(caret).replace(/^\s+/u, ''), taken.length);
  const chooseKind = (type: ActionType | null) => {
    const next = withActionType(line, type);
    place(next, Math.max(0, caret + next.length - line.length));
  };
  const isReady = parsed.state === 'ready';
  const drop = answered && (() => dropAnswer(id));
  return (
    <div className={styles.composer}>
      {completions.length > 0 && (
        <CompletionList id={listId} completions={completions} active={active} onTake={take} />
      )}
      {answered && <Answering room={id} entry={answered} />}
      <div className={styles.row}>
        <textarea
          ref={field}
          className={styles.field}
          rows={1}
          value={line}
          aria-label={strings.composer.writeTimeline}
          placeholder={strings.composer.placeholder}
          aria-autocomplete="list"
          aria-controls={completions.length > 0 ? listId : undefined}
          aria-activedescendant={completions.length > 0 ? `${listId}-${active}` : undefined}
          aria-describedby={`${listId}-says`}
          onChange={(event) => change(event.currentTarget.value, event.currentTarget.selectionStart)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={keysOf(writing, {
            completions,
            isReady,
            take,
            send,
            drop,
            chooseKind: kindKeys(parsed, chooseKind),
          })}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false);
            typing(false);
          }}
        />
        {!isFocused && line === '' && <Kbd keys="c" isAlways />}
        <RowButtons send={line === '' ? null : send} />
      </div>
      <ActionKinds parsed={parsed} choose={chooseKind} />
      {line.length > limits.text && <TooLong line={line} onAttached={() => change('')} />}
      <Says
        id={`${listId}-says`}
        parsed={parsed}
        trouble={trouble}
        asks={confirmed === line && parsed.state === 'ready' ? parsed.confirm : null}
        isFocused={isFocused}
      />
    </div>
  );
}

function RowButtons({ send }: { send: (() => void) | null }) {
  const { choose } = useAttach();
  return (
    <>
      {/* PW2: some phone keyboards have no Enter key that sends. */}
      {send && (
        <button type="button" className={styles.send} onClick={send}>
          {strings.composer.send}
        </button>
      )}
      <button type="button" className={styles.attach} onClick={choose}>
        <IconPaperclip size={14} aria-hidden="true" />
        {strings.attachments.attach}
      </button>
    </>
  );
}

/** Text that is too long is never cut. It stays in the line or becomes a file. */
function TooLong({ line, onAttached }: { line: string; onAttached: () => void }) {
  const { attach } = useAttach();
  const attachText = () => {
    attach([new File([line], strings.composer.pastedName, { type: 'text/plain' })]);
    onAttached();
  };
  return (
    <p className={styles.tooLong} role="alert">
      {strings.composer.tooLong(line.length, limits.text)}{' '}
      <button type="button" className={styles.attach} onClick={attachText}>
        {strings.composer.attachText}
      </button>
    </p>
  );
}

type SaysProps = {
  id: string;
  parsed: ParsedLine;
  trouble: string | null;
  asks: string | null;
  isFocused: boolean;
};

/** Beside the composer: what Enter does, what is missing, or who else is typing. */
function Says({ id, parsed, trouble, asks, isFocused }: SaysProps) {
  const { status } = useRoom();
  const words = sayLine(parsed, trouble, asks);
  return (
    <div className={styles.says} id={id} data-tone={words.tone}>
      <span role={words.tone === 'wrong' || words.tone === 'asks' ? 'alert' : undefined}>
        {words.text}
        {words.text === '' && isFocused && strings.composer.hint}
        {words.text === '' && !isFocused && status.value === 'closed' && strings.composer.closedHint}
      </span>
      <TypingOthers />
    </div>
  );
}

function sayLine(
  parsed: ParsedLine,
  trouble: string | null,
  asks: string | null,
): { text: string; tone: string } {
  if (trouble !== null) return { text: trouble, tone: 'wrong' };
  if (asks !== null) return { text: strings.composer.asks(asks), tone: 'asks' };
  if (parsed.state === 'ready')
    return {
      text: strings.composer.enter(parsed.says.charAt(0).toLowerCase(), parsed.says.slice(1)),
      tone: 'ready',
    };
  return { text: parsed.state === 'wrong' ? parsed.error : '', tone: 'quiet' };
}
