import { memo, useRef, useState, type PointerEvent } from 'react';
import { IconChevronDown, IconChevronRight, IconDots } from '@tabler/icons-react';
import { sayHousekeeping, sayObservations } from '#room/account/say-run.ts';
import type { FactDraft } from '#room/facts/fact.ts';
import type { Entry } from '#room/view/room-view.ts';
import { strings } from '../../../../../strings/index.ts';
import { EntryFormFor, type EntryForm } from './entry-forms.tsx';
import { EntryRow } from './entry-row.tsx';
import { ProposalLine } from '../proposal/proposal-line.tsx';
import { RowActions } from './row-actions.tsx';
import { sayOffset, type EntryOfRow, type TimelineRow } from '../rows.ts';
import { kindWord } from '../kind-words.ts';
import { sayLongDay, sayTimeOfDay, shownDays } from '#renderer/ui/say-time.ts';
import type { EntryRights } from './use-entry-actions.ts';
import type { Speaker } from '../use-say.ts';
import styles from '../timeline.module.css';

/** Actions for any row. All rows share one object, so that scrolling does not render a row twice. */
export type RowDeeds = {
  rightsOf: (entry: Entry) => EntryRights;
  choose: (key: string) => void;
  toggle: (key: string) => void;
  mark: (entry: Entry) => void;
  confirm: (entry: Entry) => void;
  automate: (entry: Entry) => void;
  makeTask: (entry: Entry) => void;
  answer: (entry: Entry) => void;
  showThread: (entry: Entry) => void;
  open: (key: string, form: EntryForm) => void;
  save: (key: string, draft: FactDraft) => void;
  leave: (key: string) => void;
};

export type TimelineRowViewProps = {
  row: TimelineRow;
  index: number;
  count: number;
  speaker: Speaker;
  isChosen: boolean;
  isTabStop: boolean;
  isOpened: boolean;
  /** The search is at this row. */
  isFound: boolean;
  form: EntryForm | null;
  deeds: RowDeeds;
};

export const TimelineRowView = memo(function TimelineRowView(props: TimelineRowViewProps) {
  const { row, deeds } = props;
  const [isPointedAt, setPointedAt] = useState(false);
  const choosing = useChoosing(row.key, deeds.choose);
  if (row.type === 'day') return <DayMark at={row.at} />;
  if (row.type === 'hour') return <HourMark ms={row.ms} />;
  if (row.type === 'unread') return <UnreadMark count={row.count} />;
  const article = {
    role: 'article',
    'aria-posinset': props.index + 1,
    'aria-setsize': props.count,
    'data-row': row.key,
    'data-chosen': props.isChosen,
    'data-found': props.isFound,
    tabIndex: props.isTabStop ? 0 : -1,
    ...choosing,
    onPointerEnter: () => setPointedAt(true),
    onPointerLeave: () => setPointedAt(false),
    className: styles.row,
  };
  if (row.type === 'run') {
    return (
      <div {...article}>
        <Run
          row={row}
          speaker={props.speaker}
          isOpened={props.isOpened}
          onToggle={() => deeds.toggle(row.key)}
        />
      </div>
    );
  }
  return (
    <div {...article} data-unread={row.isUnread} data-for-me={row.isForMe} data-in-run={row.isInRun}>
      <EntryOfList {...props} row={row} isPointedAt={isPointedAt} />
    </div>
  );
});

/**
 * Focus chooses a row. The actions of a chosen row add a line to it, so a press chooses the row only after it
 * ends: nothing moves between the press and the release of a button in the row.
 */
function useChoosing(key: string, choose: (key: string) => void) {
  const isPressed = useRef(false);
  const onPointerDown = ({ currentTarget }: PointerEvent<HTMLElement>) => {
    isPressed.current = true;
    const released = () => {
      window.removeEventListener('pointerup', released);
      window.removeEventListener('pointercancel', released);
      isPressed.current = false;
      // Lets the click event run first.
      setTimeout(() => {
        if (currentTarget.contains(document.activeElement)) choose(key);
      });
    };
    window.addEventListener('pointerup', released);
    window.addEventListener('pointercancel', released);
  };
  const onFocus = () => {
    if (!isPressed.current) choose(key);
  };
  return { onPointerDown, onFocus };
}

/** An entry with its actions. */
function EntryOfList(props: TimelineRowViewProps & { row: EntryOfRow; isPointedAt: boolean }) {
  const { row, speaker, deeds, isChosen, isPointedAt } = props;
  const { entry } = row;
  const rights = deeds.rightsOf(entry);
  return (
    <>
      <EntryRow
        entry={entry}
        weight={row.weight}
        isUnread={row.isUnread}
        isExact={isPointedAt || isChosen}
        repeatsMinute={row.repeatsMinute}
        under={row.under}
        isStruck={row.isStruck}
        speaker={speaker}
        tools={
          isChosen &&
          !props.form && (
            <RowActions
              entry={entry}
              rights={rights}
              onMark={() => deeds.mark(entry)}
              onAnswer={() => deeds.answer(entry)}
              onConfirm={() => deeds.confirm(entry)}
              onAutomate={() => deeds.automate(entry)}
              onTask={() => deeds.makeTask(entry)}
              onOpen={(form) => deeds.open(row.key, form)}
            />
          )
        }
      />
      {isPointedAt && !isChosen && rights.canAnswer && <Choose />}
      {entry.fact.kind === 'action' && !entry.grade && !entry.retracted && !props.form && (
        <ProposalLine
          action={entry.fact}
          canGrade={rights.canGrade}
          onAgree={(draft) => deeds.save(row.key, draft)}
          onDisagree={() => deeds.open(row.key, 'grade')}
        />
      )}
      {props.form && (
        <EntryFormFor
          form={props.form}
          entry={entry}
          onSave={(draft) => deeds.save(row.key, draft)}
          onLeave={() => deeds.leave(row.key)}
        />
      )}
    </>
  );
}

/** Shown beside the text while the row is hovered. Choosing the row shows its actions. */
function Choose() {
  return (
    <button
      type="button"
      className={styles.choose}
      tabIndex={-1}
      title={strings.timeline.entryActs}
      aria-label={strings.timeline.entryActs}
      onClick={(event) =>
        event.currentTarget.closest<HTMLElement>('[data-row]')?.focus({ preventScroll: true })
      }
    >
      <IconDots size={14} aria-hidden="true" />
    </button>
  );
}

function DayMark({ at }: { at: number }) {
  return (
    <p className={styles.day}>
      <span>{sayLongDay(shownDays.wallOf(at))}</span>
    </p>
  );
}

/** Elapsed time, at the first entry after each full hour. */
function HourMark({ ms }: { ms: number }) {
  return (
    <p className={styles.hour}>
      <span title={strings.timeline.sinceBegan}>{sayOffset(ms)}</span>
    </p>
  );
}

function UnreadMark({ count }: { count: number }) {
  return (
    <p className={styles.unread}>
      <span>{strings.timeline.newSinceLeft(count)}</span>
    </p>
  );
}

type RunProps = {
  row: Extract<TimelineRow, { type: 'run' }>;
  speaker: Speaker;
  isOpened: boolean;
  onToggle: () => void;
};

/** Several entries in one line, such as observations, joins or ticked steps. */
function Run({ row, speaker, isOpened, onToggle }: RunProps) {
  const { entries, kind } = row;
  const Chevron = isOpened ? IconChevronDown : IconChevronRight;
  const first = entries[0]!;
  const { icon: KindIcon } = kindWord(first.fact.kind);
  const alone = entries.length === 1;
  const said =
    kind === 'observations'
      ? sayObservations(entries)
      : alone
        ? sayAlone(first, speaker)
        : sayHousekeeping(entries, speaker.names);
  return (
    <div className={styles.run} data-run={kind}>
      <time
        className={styles.time}
        dateTime={new Date(first.at).toISOString()}
        data-repeats={row.repeatsMinute}
      >
        {sayTimeOfDay(first.at)}
      </time>
      <button type="button" tabIndex={-1} aria-expanded={isOpened} onClick={onToggle}>
        {alone ? (
          <KindIcon size={14} stroke={1.75} aria-hidden="true" />
        ) : (
          <Chevron size={14} aria-hidden="true" />
        )}
        <span className="clip" data-said>
          {said}
        </span>
      </button>
    </div>
  );
}

function sayAlone(entry: Entry, { names, word }: Speaker): string {
  const { lead, text, author } = word(entry.fact);
  const who = author === 'none' ? null : names(entry.by);
  return (author === 'after' ? [lead, text, who] : [who, lead, text]).filter(Boolean).join(' ');
}
