// The composer below the timeline takes a note or a command. It says what Enter will do before Enter does it.
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { IconPaperclip } from '@tabler/icons-react';
import { useAttach } from '#renderer/attachments/use-attach.ts';
import { useTimelineStore } from '#renderer/panels/timeline/timeline-store.ts';
import { useWriter } from '#renderer/panels/use-writer.ts';
import { sayProblem } from '#renderer/http.ts';
import { useIsPast, useIsRecord, useOpenRoom, useRoom, useWrite } from '#renderer/room/room-provider.tsx';
import { strings } from '#renderer/strings/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useElementKeys, useKeys, useTypedText } from '#renderer/ui/keys.tsx';
import { useOpenLink } from '#renderer/ui/open-link.ts';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { limits } from '#room/limits.ts';
import { findQuestions } from '#room/command/status-questions.ts';
import type { FactId } from '#room/fact.ts';
import { Answering, dropAnswer, useAnswered, useFocusOnAnswer } from './answering.tsx';
import { CompletionList } from './completion-list.tsx';
import { completeLine } from '#renderer/panels/line/complete.ts';
import { useComposerStore } from './composer-store.ts';
import type { ParsedLine } from '#renderer/panels/line/line.ts';
import { parseLine } from '#renderer/panels/line/parse-line.ts';
import { usePagingDialog } from '#renderer/paging/paging-store.ts';
import { useOverRoom } from '../over-room-store.ts';
import { TypingOthers } from './typing-others.tsx';
import { useLineContext } from '#renderer/panels/line/use-line-context.ts';
import { useTyping } from './use-typing.ts';
import styles from './composer.module.css';

/** Keeps my own entry visible: clears the filter and scrolls to it. */
function showMine(entry: FactId | undefined) {
  const { filter, choose, showMine } = useTimelineStore.getState();
  if (entry === undefined) return;
  if (filter !== 'all') choose('all');
  showMine(entry);
}

export function Composer({ id }: { id: string }) {
  const { canWrite } = useWriter();
  return canWrite ? <WritingComposer id={id} /> : <ReadOnlyLine />;
}

function ReadOnlyLine() {
  const isPast = useIsPast();
  const isRecord = useIsRecord();
  const past = isRecord ? strings.record.notWritten : strings.composer.thisRoomAs;
  return (
    <div className={styles.composer}>
      <p className={styles.readOnly}>{isPast ? past : strings.composer.youReadAlong}</p>
    </div>
  );
}

function WritingComposer({ id }: { id: string }) {
  const line = useComposerStore(({ lines }) => lines.get(id) ?? '');
  const setLine = useComposerStore(({ write }) => write);
  const known = useLineContext();
  const answered = useAnswered(id);
  const context = { ...known, answers: answered && { id: answered.id, kind: answered.fact.kind } };
  const clock = useTeamClock();
  const append = useWrite();
  const open = useOpenRoom();
  const askStatus = useOverRoom((state) => state.move);
  const openPaging = usePagingDialog((state) => state.open);
  const { choose, attach } = useAttach();
  const openLink = useOpenLink();
  const field = useRef<HTMLTextAreaElement>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const [isFocused, setFocused] = useState(false);
  const [isListHidden, setListHidden] = useState(false);
  const [active, setActive] = useState(0);
  const [caret, setCaret] = useState(line.length);
  const placed = useRef<number | null>(null);
  const listId = useId();
  const typing = useTyping();
  useFocusOnAnswer(field);

  const parsed = parseLine(line, { ...context, now: clock.now() });
  const completions = isFocused && !isListHidden ? completeLine(line.slice(0, caret), context) : [];
  const change = (next: string, at = next.length) => {
    setLine(id, next);
    setCaret(at);
    setTrouble(null);
    setConfirmed(null);
    setListHidden(false);
    setActive(0);
    typing(next !== '');
  };
  /** Text after the caret is kept. */
  const take = (taken: string) => {
    placed.current = taken.length;
    change(taken + line.slice(caret).replace(/^\s+/u, ''), taken.length);
  };
  useLayoutEffect(() => {
    if (placed.current === null) return;
    field.current?.setSelectionRange(placed.current, placed.current);
    placed.current = null;
  });
  const send = () => {
    // Parsed again at this moment, because -5m counts from now.
    const ready = parseLine(line, { ...context, now: clock.now() });
    if (line.length > limits.text) return;
    if (ready.state === 'wrong') return setTrouble(ready.error);
    if (ready.state === 'empty') return;
    const moved = ready.drafts.find((draft) => draft.kind === 'status');
    const texts = (name: string) => open.text(name).toJSON();
    if (moved && findQuestions({ room: open.room(), texts }, moved.status).length > 0) {
      change('');
      field.current?.blur();
      return askStatus({ room: id, status: moved.status, why: moved.why ?? '' });
    }
    if (ready.confirm !== null && confirmed !== line) return setConfirmed(line);
    if (ready.opens === 'files' || ready.opens === 'page') {
      change('');
      return ready.opens === 'files' ? choose() : openPaging(id, ready.page);
    }
    try {
      const written = append(ready.drafts);
      showMine(written.at(-1)?.id);
      // BR3: the person who starts the call goes to it.
      for (const fact of written) if (fact.kind === 'link' && fact.fromTemplate === true) openLink(fact.url);
      dropAnswer(id);
      change('');
    } catch (refused) {
      setTrouble(sayProblem(refused));
    }
  };

  useTypedText((text) => {
    field.current?.focus();
    const next = line === '' || /\s$/u.test(line) ? line + text : `${line} ${text}`;
    placed.current = next.length;
    change(next);
  });
  useElementKeys(strings.composer.keyGroup, strings.composer.keyWords);
  useKeys({
    c: {
      run: () => field.current?.focus(),
      label: strings.composer.writeLine,
      group: strings.composer.room,
      manner: 'quick',
    },
    '/': {
      run: () => {
        field.current?.focus();
        if (line === '') change('/');
      },
      label: strings.composer.writeCommand,
      group: strings.composer.room,
    },
  });

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const completion = completions[active];
    const isTaken = completion !== undefined && completion.line.trim() === line.slice(0, caret).trim();
    if (event.key === 'ArrowDown' && completions.length > 0) setActive((active + 1) % completions.length);
    else if (event.key === 'ArrowUp' && completions.length > 0)
      setActive((active - 1 + completions.length) % completions.length);
    else if (event.key === 'Tab' && !event.shiftKey && completion) take(completion.line);
    else if (event.key === 'Enter' && !event.shiftKey) {
      if (completion && !isTaken && (parsed.state !== 'ready' || completion.takesEnter))
        take(completion.line);
      else send();
    } else if (event.key === 'Escape') {
      if (completions.length > 0) setListHidden(true);
      else if (answered) dropAnswer(id);
      else field.current?.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

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
          placeholder={strings.composer.writeWhatYou}
          aria-autocomplete="list"
          aria-controls={completions.length > 0 ? listId : undefined}
          aria-activedescendant={completions.length > 0 ? `${listId}-${active}` : undefined}
          aria-describedby={`${listId}-says`}
          onChange={(event) => change(event.currentTarget.value, event.currentTarget.selectionStart)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false);
            typing(false);
          }}
        />
        {!isFocused && line === '' && <Kbd keys="c" isAlways />}
        {/* PW2: some phone keyboards have no Enter key that sends. */}
        {line !== '' && (
          <button type="button" className={styles.send} onClick={send}>
            {strings.composer.send}
          </button>
        )}
        <button type="button" className={styles.attach} onClick={choose}>
          <IconPaperclip size={14} aria-hidden="true" />
          {strings.attachments.attach}
        </button>
      </div>
      {line.length > limits.text && (
        <TooLong
          length={line.length}
          onAttach={() => {
            attach([new File([line], strings.composer.pastedName, { type: 'text/plain' })]);
            change('');
          }}
        />
      )}
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

/** Text that is too long is never cut. It stays in the line or becomes a file. */
function TooLong({ length, onAttach }: { length: number; onAttach: () => void }) {
  return (
    <p className={styles.tooLong} role="alert">
      {strings.composer.tooLong(length, limits.text)}{' '}
      <button type="button" className={styles.attach} onClick={onAttach}>
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
        {words.text === '' && isFocused && strings.composer.enterAddsNote}
        {words.text === '' && !isFocused && status.value === 'closed' && strings.composer.thisIncidentClosed}
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
  if (asks !== null) return { text: strings.composer.enterDoesEsc(asks), tone: 'asks' };
  if (parsed.state === 'ready')
    return {
      text: strings.composer.enter(parsed.says.charAt(0).toLowerCase(), parsed.says.slice(1)),
      tone: 'ready',
    };
  return { text: parsed.state === 'wrong' ? parsed.error : '', tone: 'quiet' };
}
