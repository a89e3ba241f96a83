// The composer's line: its text and caret, what Enter does with it, and the keys inside it and to it.
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useAttach } from '#renderer/attachments/use-attach.ts';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';
import { sayProblem } from '#renderer/server/http.ts';
import { useOpenRoom, useWrite } from '#renderer/live-room/room-provider.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useElementKeys, useKeys, useTypedText } from '#renderer/ui/keys.tsx';
import { useOpenLink } from '#renderer/ui/open-link.ts';
import { limits } from '#room/text/limits.ts';
import { findQuestions } from '#room/command/status-questions.ts';
import type { FactDraft, FactId } from '#room/facts/fact.ts';
import { dropAnswer } from './answering.tsx';
import type { Completion } from '#renderer/screens/war-room/panels/line/complete.ts';
import { useComposerStore } from './composer-store.ts';
import type { ParsedLine } from '#renderer/screens/war-room/panels/line/line.ts';
import { usePagingDialog } from '#renderer/paging/paging-store.ts';
import { useOverRoom } from '../over-room-store.ts';
import { useTyping } from './use-typing.ts';

/** Keeps my own entry visible: clears the filter and scrolls to it. */
function scrollToMine(entry: FactId | undefined) {
  const { filter, choose, showMine } = useTimelineStore.getState();
  if (entry === undefined) return;
  if (filter !== 'all') choose('all');
  showMine(entry);
}

/** The line of one room, with the caret, which may stand inside it. */
export function useLine(id: string) {
  const line = useComposerStore(({ lines }) => lines.get(id) ?? '');
  const setLine = useComposerStore(({ write }) => write);
  const field = useRef<HTMLTextAreaElement>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const list = useCompletionList();
  const [caret, setCaret] = useState(line.length);
  const typing = useTyping();
  const putCaret = usePutCaret(field);
  const change = (next: string, at = next.length) => {
    setLine(id, next);
    setCaret(at);
    setTrouble(null);
    setConfirmed(null);
    list.resetList();
    typing(next !== '');
  };
  /** Changes the line and puts the caret at this place. */
  const place = (next: string, at: number) => {
    putCaret(at);
    change(next, at);
  };
  return {
    line,
    field,
    caret,
    setCaret,
    change,
    place,
    typing,
    trouble,
    setTrouble,
    confirmed,
    setConfirmed,
    ...list,
  };
}

/** The list of completions: whether it is hidden, and which of them is active. */
function useCompletionList() {
  const [isListHidden, setListHidden] = useState(false);
  const [active, setActive] = useState(0);
  const resetList = () => {
    setListHidden(false);
    setActive(0);
  };
  return { isListHidden, setListHidden, active, setActive, resetList };
}

/** Puts the caret at a place of the text that the next render shows. */
function usePutCaret(field: RefObject<HTMLTextAreaElement | null>) {
  const placed = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (placed.current === null) return;
    field.current?.setSelectionRange(placed.current, placed.current);
    placed.current = null;
  });
  return (at: number) => {
    placed.current = at;
  };
}

type Line = ReturnType<typeof useLine>;

/** What Enter does with the line. */
export function useSend(id: string, writing: Line, parse: () => ParsedLine) {
  const { line, field, change, confirmed, setTrouble, setConfirmed } = writing;
  const open = useOpenRoom();
  const askStatus = useOverRoom((state) => state.move);
  const openPaging = usePagingDialog((state) => state.open);
  const { choose } = useAttach();
  const write = useWriteDrafts(id, writing);
  const send = (): void => {
    // Parsed again at this moment, because -5m counts from now.
    const ready = parse();
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
    write(ready.drafts);
  };
  return send;
}

/** Writes what the line says, and empties the line. */
function useWriteDrafts(id: string, { change, setTrouble }: Line) {
  const append = useWrite();
  const openLink = useOpenLink();
  return (drafts: readonly FactDraft[]) => {
    try {
      const written = append(drafts);
      scrollToMine(written.at(-1)?.id);
      // BR3: the person who starts the call goes to it.
      for (const fact of written) if (fact.kind === 'link' && fact.fromTemplate === true) openLink(fact.url);
      dropAnswer(id);
      change('');
    } catch (refused) {
      setTrouble(sayProblem(refused));
    }
  };
}

/** The keys that lead into the line from everywhere in the room. */
export function useWaysIn({ line, field, change, place }: Line) {
  useTypedText((text) => {
    field.current?.focus();
    const next = line === '' || /\s$/u.test(line) ? line + text : `${line} ${text}`;
    place(next, next.length);
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
}

type FieldKeys = {
  completions: readonly Completion[];
  isReady: boolean;
  take: (taken: string) => void;
  send: () => void;
  /** GR6: chooses the kind of the action that has this number; null when the line writes no action. */
  chooseKind: ((number: number) => void) | null;
  /** What Esc drops when no list is open; null leaves the field. */
  drop: (() => void) | null;
};

/** The keys inside the field: they move in the list of completions, take one, send, or leave. */
export function keysOf({ line, field, caret, active, setActive, setListHidden }: Line, keys: FieldKeys) {
  const { completions, isReady, take, send, drop, chooseKind } = keys;
  const count = completions.length;
  const completion = completions[active];
  const isTaken = completion !== undefined && completion.line.trim() === line.slice(0, caret).trim();
  const enter = () => {
    if (completion && !isTaken && (!isReady || completion.takesEnter)) take(completion.line);
    else send();
  };
  const leave = () => {
    if (count > 0) setListHidden(true);
    else if (drop) drop();
    else field.current?.blur();
  };
  return (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { key, shiftKey } = event;
    // By its place: with Option, a Mac types other characters.
    const digit = event.altKey ? /^Digit([1-9])$/u.exec(event.code)?.[1] : undefined;
    if (digit !== undefined && chooseKind) chooseKind(Number(digit));
    else if (key === 'ArrowDown' && count > 0) setActive((active + 1) % count);
    else if (key === 'ArrowUp' && count > 0) setActive((active - 1 + count) % count);
    else if (key === 'Tab' && !shiftKey && completion) take(completion.line);
    else if (key === 'Enter' && !shiftKey) enter();
    else if (key === 'Escape') leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
