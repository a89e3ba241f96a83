import { useKeys } from '#renderer/ui/keys.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { entryKeys } from './row/row-actions.tsx';
import type { TimelineRow } from './rows.ts';
import type { RowDeeds } from './row/timeline-row-view.tsx';

const words = strings.timeline;

type TimelineKeysOptions = {
  /** The chosen row, if any. */
  row: TimelineRow | null;
  deeds: RowDeeds;
  move: (step: 1 | -1) => void;
  goToEnd: () => void;
};

/** The keys of the list. Without a chosen entry, the keys for an entry keep their other meaning. */
export function useTimelineKeys({ row, deeds, move, goToEnd }: TimelineKeysOptions) {
  const entry = row?.type === 'entry' ? row.entry : null;
  const { canWrite } = useWriter();
  const rights = entry && deeds.rightsOf(entry);
  const group = words.timelineLabel;
  useKeys({
    j: { run: () => move(1), label: words.nextEntry, group, manner: 'quick' },
    k: { run: () => move(-1), label: words.entryBefore, group, manner: 'quick' },
    enter: {
      run: () => entry && deeds.showThread(entry),
      when: () => isOnRow(),
      label: strings.timeline.keys.thread,
      group,
    },
    end: { run: goToEnd, label: words.newestEntry, group },
    ...(canWrite && {
      // Without a chosen entry the key keeps its other meaning.
      [entryKeys.answer]: {
        run: () => entry && deeds.answer(entry),
        when: () => rights?.canAnswer ?? false,
        label: strings.timeline.keys.answer,
        group,
        // It opens a field, so fast typing must reach it.
        manner: 'quick',
      },
      [entryKeys.confirm]: {
        run: () => entry && deeds.confirm(entry),
        when: () => rights?.canConfirm ?? false,
        label: strings.timeline.keys.confirm,
        group,
      },
      [entryKeys.mark]: {
        run: () => entry && rights?.canMark && deeds.mark(entry),
        label: words.markKey,
        group,
      },
      [entryKeys.amend]: {
        run: () => entry && rights?.canCorrect && deeds.open(entry.id, 'amend'),
        label: words.amendKey,
        group,
        manner: 'quick',
      },
      [entryKeys.retract]: {
        run: () => entry && rights?.canCorrect && deeds.open(entry.id, 'retract'),
        label: words.strikeKey,
        group,
        manner: 'quick',
      },
      [entryKeys.grade]: {
        run: () => entry && rights?.canGrade && deeds.open(entry.id, 'grade'),
        label: words.judgeKey,
        group,
      },
      [entryKeys.task]: {
        run: () => entry && deeds.makeTask(entry),
        when: () => rights?.canBeTask ?? false,
        label: words.taskKey,
        group,
      },
      [entryKeys.automate]: {
        run: () => entry && deeds.automate(entry),
        when: () => rights?.canAutomate ?? false,
        label: words.automateKey,
        group,
      },
    }),
  });
}

/** Whether a row itself has the focus. Enter on a button inside the row presses that button. */
const isOnRow = (): boolean => document.activeElement?.getAttribute('role') === 'article';
