import { useCallback, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useViewer } from '#renderer/attachments/viewer-store.ts';
import { strings } from '../../strings/index.ts';
import { NewEntries } from './new-entries.tsx';
import { nextRow, type TimelineRow } from './rows.ts';
import { TimelineMapView } from './timeline-map.tsx';
import { TimelineRowView } from './timeline-row-view.tsx';
import { UnseenStrip } from './unseen-strip.tsx';
import type { Finding } from './use-finding.ts';
import { useFoundMarks } from './use-found-marks.ts';
import { useGoTo, useShowMine, useTellChosen } from './use-going.ts';
import { useMap } from './use-map.ts';
import type { ReadingHere } from './use-reading.ts';
import { useFocusRow, useRowDeeds, type OpenForm } from './use-row-deeds.ts';
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
  finding: Finding;
  /** Called with the first row in sight. */
  onSight: (row: number) => void;
};

/** The list: selectable rows with actions, the map at its edge, and the count of unseen entries below. */
export function TimelineList(props: TimelineListProps) {
  const { id, rows, speaker, opened, onToggle, reading, finding } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const [openForm, setOpenForm] = useState<OpenForm>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const listId = useId();
  const focusRow = useFocusRow(scroller);
  const deeds = useRowDeeds({ id, setChosen, setOpenForm, focusRow, onToggle });
  const chosenIndex = useMemo(() => rows.findIndex(({ key }) => key === chosen), [rows, chosen]);
  const chosenRow = rows[chosenIndex];
  const showFile = useViewer((state) => state.show);
  const follows = chosenIndex === -1 || chosenIndex === rows.length - 1;
  const { virtualizer, outside, goToEnd } = useScrolling({ id, rows, opened, scroller, follows, reading });
  const map = useMap({ rows, virtualizer, reading, finding, onSight: props.onSight });
  useFoundMarks(scroller, finding.query);

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
  useGoTo({ rows, open: onToggle, goTo: show, from: 'looked' });
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
  useTimelineKeys({
    row: chosenRow ?? null,
    deeds,
    move,
    goToEnd,
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.closest('form')) return;
    const steps = { ArrowDown: [1, 1], ArrowUp: [-1, 1], PageDown: [1, 10], PageUp: [-1, 10] } as const;
    const step = event.key in steps ? steps[event.key as keyof typeof steps] : null;
    if (step) move(step[0], step[1]);
    else if (event.key === 'Enter' && chosenRow?.type === 'run' && isRow(event.target))
      onToggle(chosenRow.key);
    else if (event.key === 'Enter' && isAttachment(chosenRow) && isRow(event.target)) showFile(chosenRow.key);
    else if (event.key === 'Escape' && chosen !== null) {
      setChosen(null);
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    } else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={styles.listFrame}>
        <div
          ref={scroller}
          id={listId}
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
                    isFound={row.type === 'entry' && row.key === finding.current}
                    form={openForm?.key === row.key ? openForm.form : null}
                    deeds={deeds}
                  />
                </div>
              );
            })}
          </div>
        </div>
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

/** Whether the row itself has the event. Enter on a button inside the row presses that button. */
const isRow = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.getAttribute('role') === 'article';

const isAttachment = (row: TimelineRow | undefined): row is TimelineRow =>
  row?.type === 'entry' && row.entry.fact.kind === 'attachment' && !row.entry.retracted;
