import { memo, useState } from 'react';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { FactDraft } from '#room/fact.ts';
import type { Entry } from '#room/incident.ts';
import { strings } from '../../strings/index.ts';
import { EntryFormFor, type EntryForm } from './entry-forms.tsx';
import { EntryRow } from './entry-row.tsx';
import { ProposalLine } from './proposal-line.tsx';
import { RowActions } from './row-actions.tsx';
import type { TimelineRow } from './rows.ts';
import type { EntryRights } from './use-entry-actions.ts';
import type { Speaker } from './use-say.ts';
import styles from './timeline.module.css';

/** What can be done to any row; one object for all of them, so that scrolling draws no row twice. */
export type RowDeeds = {
  rightsOf: (entry: Entry) => EntryRights;
  choose: (key: string) => void;
  toggle: (key: string) => void;
  mark: (entry: Entry) => void;
  confirm: (entry: Entry) => void;
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
  form: EntryForm | null;
  deeds: RowDeeds;
};

export const TimelineRowView = memo(function TimelineRowView(props: TimelineRowViewProps) {
  const { row, speaker, deeds } = props;
  const [isPointedAt, setPointedAt] = useState(false);
  if (row.type === 'day') return <DayMark at={row.at} />;
  if (row.type === 'unread') {
    return (
      <p className={styles.unread}>
        <span>{strings.timeline.newSinceYou(row.count)}</span>
      </p>
    );
  }
  const article = {
    role: 'article',
    'aria-posinset': props.index + 1,
    'aria-setsize': props.count,
    'data-row': row.key,
    'data-chosen': props.isChosen,
    tabIndex: props.isTabStop ? 0 : -1,
    onFocus: () => deeds.choose(row.key),
    onPointerEnter: () => setPointedAt(true),
    onPointerLeave: () => setPointedAt(false),
    className: styles.row,
  };
  if (row.type === 'folded') {
    return (
      <div {...article}>
        <Folded
          entries={row.entries}
          say={speaker.say}
          isOpened={props.isOpened}
          onToggle={() => deeds.toggle(row.key)}
        />
      </div>
    );
  }
  const { entry } = row;
  return (
    <div {...article} data-unread={row.isUnread} data-for-me={row.isForMe}>
      <EntryRow entry={entry} isUnread={row.isUnread} speaker={speaker} />
      {entry.fact.kind === 'action' && !entry.grade && !entry.retracted && !props.form && (
        <ProposalLine
          action={entry.fact}
          canGrade={deeds.rightsOf(entry).canGrade}
          onAgree={(draft) => deeds.save(row.key, draft)}
          onDisagree={() => deeds.open(row.key, 'grade')}
        />
      )}
      {(isPointedAt || props.isChosen) && !props.form && (
        <RowActions
          entry={entry}
          rights={deeds.rightsOf(entry)}
          onMark={() => deeds.mark(entry)}
          onAnswer={() => deeds.answer(entry)}
          onConfirm={() => deeds.confirm(entry)}
          onOpen={(form) => deeds.open(row.key, form)}
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
    </div>
  );
});

function DayMark({ at }: { at: number }) {
  const words = new Date(at).toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
  return (
    <p className={styles.day}>
      <span>{words}</span>
    </p>
  );
}

type FoldedProps = {
  entries: readonly Entry[];
  say: Speaker['say'];
  isOpened: boolean;
  onToggle: () => void;
};

/** Enough to fill the line; the rest shows when it is opened. */
const saidInFolded = 8;

/** Housekeeping in one line: who joined, what was ticked. */
function Folded({ entries, say, isOpened, onToggle }: FoldedProps) {
  const Chevron = isOpened ? IconChevronDown : IconChevronRight;
  const said = entries
    .slice(0, saidInFolded)
    .map(({ fact }) => say(fact))
    .join(' · ');
  return (
    <button type="button" className={styles.folded} tabIndex={-1} aria-expanded={isOpened} onClick={onToggle}>
      <Chevron size={14} aria-hidden="true" />
      <span className="clip">
        {entries.length === 1 ? said : strings.timeline.housekeeping(entries.length, said)}
      </span>
    </button>
  );
}
