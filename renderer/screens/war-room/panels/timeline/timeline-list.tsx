import {
  useCallback,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useViewer } from '#renderer/attachments/viewer-store.ts';
import { strings } from '../../../../strings/index.ts';
import { NewEntries } from './new-entries.tsx';
import { nextRow, type TimelineRow } from './rows.ts';
import { TimelineMapView } from './map/timeline-map.tsx';
import { TimelineRowView, type RowDeeds } from './row/timeline-row-view.tsx';
import { UnseenStrip } from './unseen-strip.tsx';
import type { SearchInTimeline } from './find/use-finding.ts';
import { useFoundMarks } from './find/use-found-marks.ts';
import { useGoTo, useMissingEntry, useShowMine, useTellChosen } from './use-going.ts';
import { useMap } from './map/use-map.ts';
import type { ReadingHere } from './use-reading.ts';
import { useFocusRow, useRowDeeds, type OpenForm } from './row/use-row-deeds.ts';
import type { Speaker } from './use-say.ts';
import { useScrolling } from './use-scrolling.ts';
import { useTimelineKeys } from './use-timeline-keys.ts';
import styles from './timeline.module.css';

const words = strings.timeline;

type TimelineListProps = {
  id: string;
  rows: readonly TimelineRow[];
  speaker: Speaker;
  opened: ReadonlySet<string>;
  onToggle: (key: string) => void;
  reading: ReadingHere;
  finding: SearchInTimeline;
  /** Called with the first row in sight. */
  onSight: (row: number) => void;
};

/** The list: selectable rows with actions, the map at its edge, and the count of unseen entries below. */
export function TimelineList(props: TimelineListProps) {
  const { id, rows, speaker, opened, onToggle, reading, finding } = props;
  const { setChosen, chosenIndex, chosenRow, unchoose } = useChoice(rows);
  const [openForm, setOpenForm] = useState<OpenForm>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const listId = useId();
  const focusRow = useFocusRow(scroller);
  const deeds = useRowDeeds({ id, setChosen, setOpenForm, focusRow, onToggle });
  const showFile = useViewer((state) => state.show);
  const follows = chosenIndex === -1 || chosenIndex === rows.length - 1;
  const { virtualizer, outside, goToEnd } = useScrolling({ id, rows, opened, scroller, follows, reading });
  const map = useMap({ rows, virtualizer, reading, finding, onSight: props.onSight });
  useFoundMarks(scroller, finding.query);
  const move = useMoving({ rows, chosenIndex, virtualizer, setChosen, focusRow, onToggle });
  useTellChosen(chosenRow?.type === 'entry' ? chosenRow.key : null);
  useTimelineKeys({ row: chosenRow ?? null, deeds, move, goToEnd });
  const onKeyDown = keysOf({ chosenRow, move, onToggle, showFile, unchoose });
  return (
    <>
      <div className={styles.listFrame}>
        <Feed scroller={scroller} id={listId} onKeyDown={onKeyDown}>
          <DrawnRows {...{ rows, speaker, opened, finding, virtualizer, chosenIndex, openForm, deeds }} />
        </Feed>
        {map && <TimelineMapView {...map} listId={listId} />}
      </div>
      <UnseenStrip
        outside={outside}
        onBelow={goToEnd}
        onAbove={() => virtualizer.scrollToIndex(outside.firstAbove, { align: 'start' })}
        onReadAll={reading.readAll}
      />
      <NewEntries />
    </>
  );
}

/** The chosen row. It stays chosen while others arrive around it. */
function useChoice(rows: readonly TimelineRow[]) {
  const [chosen, setChosen] = useState<string | null>(null);
  const chosenIndex = useMemo(() => rows.findIndex(({ key }) => key === chosen), [rows, chosen]);
  const unchoose = chosen === null ? null : () => setChosen(null);
  return { setChosen, chosenIndex, chosenRow: rows[chosenIndex], unchoose };
}

type FeedProps = {
  scroller: RefObject<HTMLDivElement | null>;
  id: string;
  onKeyDown: (event: KeyboardEvent) => void;
  children: ReactNode;
};

/** The part that scrolls. */
function Feed({ scroller, id, onKeyDown, children }: FeedProps) {
  return (
    <div
      ref={scroller}
      id={id}
      className={styles.scroller}
      role="feed"
      aria-label={words.entriesLabel}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}

type Virtualizer = ReturnType<typeof useScrolling>['virtualizer'];

type DrawnRowsProps = Pick<TimelineListProps, 'rows' | 'speaker' | 'opened' | 'finding'> & {
  virtualizer: Virtualizer;
  /** -1 while nothing is chosen. */
  chosenIndex: number;
  openForm: OpenForm;
  deeds: RowDeeds;
};

/** The rows in sight, on a canvas as high as all rows. */
function DrawnRows(props: DrawnRowsProps) {
  const { rows, speaker, opened, finding, virtualizer, chosenIndex, openForm, deeds } = props;
  return (
    <div className={styles.canvas} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ key, index, start }) => {
        const row = rows[index]!;
        const isEnd = index === rows.length - 1;
        return (
          <Slot key={key} index={index} start={start} measure={virtualizer.measureElement}>
            <TimelineRowView
              row={row}
              index={index}
              count={rows.length}
              speaker={speaker}
              isChosen={index === chosenIndex}
              isTabStop={index === chosenIndex || (chosenIndex === -1 && isEnd)}
              isOpened={opened.has(row.key)}
              isFound={row.type === 'entry' && row.key === finding.current}
              form={openForm?.key === row.key ? openForm.form : null}
              deeds={deeds}
            />
          </Slot>
        );
      })}
    </div>
  );
}

type MovingOptions = Pick<TimelineListProps, 'rows' | 'onToggle'> & {
  /** -1 while nothing is chosen. */
  chosenIndex: number;
  virtualizer: Virtualizer;
  setChosen: (key: string) => void;
  focusRow: ReturnType<typeof useFocusRow>;
};

/** Goes to entries that others ask for. Returns what moves the choice, `count` rows at once. */
function useMoving({ rows, chosenIndex, virtualizer, setChosen, focusRow, onToggle }: MovingOptions) {
  const show = useCallback(
    (index: number) => virtualizer.scrollToIndex(index, { align: 'center' }),
    [virtualizer],
  );
  useShowMine(rows, (index) => virtualizer.scrollToIndex(index, { align: 'end' }));
  useGoTo({
    rows,
    open: onToggle,
    goTo: (index) => {
      setChosen(rows[index]!.key);
      show(index);
      focusRow(rows[index]!.key);
    },
  });
  useMissingEntry(rows);
  useGoTo({ rows, open: onToggle, goTo: show, from: 'looked' });
  const choose = (index: number) => {
    const row = rows[index];
    if (!row) return;
    setChosen(row.key);
    virtualizer.scrollToIndex(index, { align: 'auto' });
    focusRow(row.key);
  };
  return (step: 1 | -1, count = 1) => {
    let index = chosenIndex === -1 ? rows.length : chosenIndex;
    if (chosenIndex === -1) step = -1;
    for (let i = 0; i < count; i++) index = nextRow(rows, index, step);
    choose(index);
  };
}

type SlotProps = {
  index: number;
  /** Distance from the top of the list, pixels. */
  start: number;
  measure: (element: HTMLDivElement | null) => void;
  children: ReactNode;
};

/** A row at its place in the list; `measure` learns how high it is. */
function Slot({ index, start, measure, children }: SlotProps) {
  return (
    <div
      ref={measure}
      data-index={index}
      className={styles.slot}
      style={{ transform: `translateY(${start}px)` }}
    >
      {children}
    </div>
  );
}

type ListKeys = {
  chosenRow: TimelineRow | undefined;
  move: (step: 1 | -1, count: number) => void;
  onToggle: (key: string) => void;
  showFile: (entry: string) => void;
  /** Null while nothing is chosen. */
  unchoose: (() => void) | null;
};

const steps: Readonly<Record<string, readonly [step: 1 | -1, count: number]>> = {
  ArrowDown: [1, 1],
  ArrowUp: [-1, 1],
  PageDown: [1, 10],
  PageUp: [-1, 10],
};

/** The keys of the list itself: they move, open the chosen row, and take the choice back. */
function keysOf({ chosenRow, move, onToggle, showFile, unchoose }: ListKeys) {
  return (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.closest('form')) return;
    const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    if (step) move(step[0], step[1]);
    else if (event.key === 'Enter' && chosenRow?.type === 'run' && isRow(event.target))
      onToggle(chosenRow.key);
    else if (event.key === 'Enter' && isAttachment(chosenRow) && isRow(event.target)) showFile(chosenRow.key);
    else if (event.key === 'Escape' && unchoose !== null) {
      unchoose();
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    } else return;
    event.preventDefault();
  };
}

/** Whether the row itself has the event. Enter on a button inside the row presses that button. */
const isRow = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.getAttribute('role') === 'article';

const isAttachment = (row: TimelineRow | undefined): row is TimelineRow =>
  row?.type === 'entry' && row.entry.fact.kind === 'attachment' && !row.entry.retracted;
