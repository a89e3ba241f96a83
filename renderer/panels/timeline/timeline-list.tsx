import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { IconArrowDown } from '@tabler/icons-react';
import { useViewer } from '#renderer/attachments/viewer-store.ts';
import { usePresence } from '#renderer/room/room-provider.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { strings } from '../../strings/index.ts';
import { useWriter } from '../use-writer.ts';
import type { EntryForm } from './entry-forms.tsx';
import { NewEntries } from './new-entries.tsx';
import { nextRow, type TimelineRow } from './rows.ts';
import { TimelineRowView, type RowDeeds } from './timeline-row-view.tsx';
import { useEntryRights } from './use-entry-actions.ts';
import type { Speaker } from './use-say.ts';
import { useScrolling } from './use-scrolling.ts';
import { useTimelineStore } from './timeline-store.ts';
import { useTimelineKeys } from './use-timeline-keys.ts';
import styles from './timeline.module.css';

const words = strings.timeline;

type TimelineListProps = {
  id: string;
  rows: readonly TimelineRow[];
  speaker: Speaker;
  opened: ReadonlySet<string>;
  onToggle: (key: string) => void;
  readUpTo: number | null;
  onRead: (noted: number) => void;
};

type OpenForm = { key: string; form: EntryForm } | null;

export function TimelineList(props: TimelineListProps) {
  const { id, rows, speaker, opened, onToggle, readUpTo, onRead } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const [openForm, setOpenForm] = useState<OpenForm>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const focusRow = useFocusRow(scroller);
  const deeds = useDeeds({ id, setChosen, setOpenForm, focusRow, onToggle });
  const chosenIndex = useMemo(() => rows.findIndex(({ key }) => key === chosen), [rows, chosen]);
  const chosenRow = rows[chosenIndex];
  const showFile = useViewer((state) => state.show);
  const follows = chosenIndex === -1 || chosenIndex === rows.length - 1;
  const { virtualizer, newBelow, goToEnd } = useScrolling({ id, rows, scroller, follows, readUpTo, onRead });

  useShowMine(rows, (index) => virtualizer.scrollToIndex(index, { align: 'end' }));
  useGoTo(rows, (index) => {
    setChosen(rows[index]!.key);
    virtualizer.scrollToIndex(index, { align: 'center' });
    focusRow(rows[index]!.key);
  });
  useGoTo(rows, (index) => virtualizer.scrollToIndex(index, { align: 'center' }), 'looked');
  useTellChosen(chosenRow?.type === 'entry' ? chosenRow.key : null);
  const choose = (index: number) => {
    const row = rows[index];
    if (!row) return;
    setChosen(row.key);
    virtualizer.scrollToIndex(index, { align: 'auto' });
    focusRow(row.key);
  };
  const move = (step: 1 | -1, count = 1) => {
    let index = chosenIndex === -1 ? rows.length : chosenIndex;
    if (chosenIndex === -1) step = -1;
    for (let i = 0; i < count; i++) index = nextRow(rows, index, step);
    choose(index);
  };
  useTimelineKeys({ entry: chosenRow?.type === 'entry' ? chosenRow.entry : null, deeds, move, goToEnd });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.closest('form')) return;
    const steps = { ArrowDown: [1, 1], ArrowUp: [-1, 1], PageDown: [1, 10], PageUp: [-1, 10] } as const;
    const step = event.key in steps ? steps[event.key as keyof typeof steps] : null;
    if (step) move(step[0], step[1]);
    else if (event.key === 'Enter' && chosenRow?.type === 'folded') onToggle(chosenRow.key);
    else if (event.key === 'Enter' && isAttachment(chosenRow)) showFile(chosenRow.key);
    else if (event.key === 'Escape' && chosen !== null) {
      setChosen(null);
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    } else return;
    event.preventDefault();
  };

  return (
    <div className={styles.listFrame}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="feed"
        aria-label={words.entriesLabel}
        onKeyDown={onKeyDown}
      >
        <div className={styles.canvas} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index]!;
            return (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className={styles.slot}
                style={{ transform: `translateY(${start}px)` }}
              >
                <TimelineRowView
                  row={row}
                  index={index}
                  count={rows.length}
                  speaker={speaker}
                  isChosen={index === chosenIndex}
                  isTabStop={index === chosenIndex || (chosenIndex === -1 && index === rows.length - 1)}
                  isOpened={opened.has(row.key)}
                  form={openForm?.key === row.key ? openForm.form : null}
                  deeds={deeds}
                />
              </div>
            );
          })}
        </div>
      </div>
      {newBelow > 0 && (
        <button type="button" className={styles.newBelow} onClick={goToEnd}>
          <IconArrowDown size={14} aria-hidden="true" />
          {words.newBelow(newBelow)}
          <Kbd keys="end" />
        </button>
      )}
      <NewEntries />
    </div>
  );
}

const isAttachment = (row: TimelineRow | undefined): row is TimelineRow =>
  row?.type === 'entry' && row.entry.fact.kind === 'attachment' && !row.entry.retracted;

/** What I just wrote comes into sight, once; what others write never moves me. */
function useShowMine(rows: readonly TimelineRow[], goTo: (index: number) => void) {
  const wrote = useTimelineStore((state) => state.wrote);
  const shown = useRef(wrote);
  useEffect(() => {
    if (wrote === shown.current) return;
    const index = rows.findIndex(({ key }) => key === wrote);
    if (index === -1) return;
    shown.current = wrote;
    goTo(index);
  }, [wrote, rows, goTo]);
}

/** TH1: the entry that somebody asked for comes into sight and is chosen. */
function useGoTo(
  rows: readonly TimelineRow[],
  goTo: (index: number) => void,
  from: 'wanted' | 'looked' = 'wanted',
) {
  const wanted = useTimelineStore((state) => state[from]);
  const gone = useRef<number | null>(null);
  useEffect(() => {
    if (wanted === null || wanted.turn === gone.current) return;
    const index = rows.findIndex(({ key }) => key === wanted.entry);
    if (index === -1) return;
    gone.current = wanted.turn;
    goTo(index);
  }, [wanted, rows, goTo]);
}

/** PR2: those who follow me see which entry I look at. */
function useTellChosen(entry: string | null) {
  const { setPresence } = usePresence();
  useEffect(() => setPresence({ entry: entry ?? undefined }), [entry, setPresence]);
}

type DeedsOptions = {
  id: string;
  setChosen: (key: string | null) => void;
  setOpenForm: (form: OpenForm) => void;
  focusRow: (key: string) => void;
  onToggle: (key: string) => void;
};

function useDeeds({ id, setChosen, setOpenForm, focusRow, onToggle }: DeedsOptions): RowDeeds {
  const { write } = useWriter();
  const rightsOf = useEntryRights();
  return useMemo(() => {
    const leave = (key: string) => {
      setOpenForm(null);
      focusRow(key);
    };
    return {
      rightsOf,
      choose: setChosen,
      toggle: onToggle,
      confirm: (entry) => void write({ kind: 'confirmed', target: entry.id }),
      answer: (entry) => useTimelineStore.getState().answer(id, entry.id),
      showThread: (entry) => useTimelineStore.getState().showThread(entry.id),
      mark: (entry) => void write({ kind: 'key', target: entry.id, on: !entry.isKey }),
      open: (key, form) => setOpenForm({ key, form }),
      save: (key, draft) => {
        if (write(draft)) leave(key);
      },
      leave,
    };
  }, [id, write, rightsOf, setChosen, setOpenForm, focusRow, onToggle]);
}

/** Gives a row the focus as soon as it is drawn: it may have been outside the window of rows. */
function useFocusRow(scroller: RefObject<HTMLDivElement | null>) {
  return useCallback(
    (key: string) => {
      const focus = (attempts: number) => {
        const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);
        if (row) row.focus({ preventScroll: true });
        else if (attempts > 0) requestAnimationFrame(() => focus(attempts - 1));
      };
      requestAnimationFrame(() => focus(10));
    },
    [scroller],
  );
}
