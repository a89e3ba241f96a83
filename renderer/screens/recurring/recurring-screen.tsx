// RR5: recurring tasks: the list, one task with its turns, and its form.
import type { RecurringAnswer } from '#wire/api/recurring.ts';
import { EditTagged } from '../../fields/edit-tagged.tsx';
import { useFeed } from '../../server/feed.tsx';
import { wayTo } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { NoSuch } from '../../ui/empty.tsx';
import { Awaited } from '../../ui/awaited.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { RecurringForm } from './recurring-form.tsx';
import { RecurringList } from './recurring-list.tsx';
import { RecurringPage } from './recurring-page.tsx';

const words = strings.recurring;

export function RecurringScreen({ task, isEditing }: { task: string | null; isEditing: boolean }) {
  const { snapshot } = useFeed();
  if (!snapshot) return <Awaited title={words.title} />;
  if (task === null) return <RecurringList snapshot={snapshot} />;
  const found = snapshot.recurringTasks?.find(({ id }) => id === task);
  return (
    <Sheet back={wayTo({ screen: 'recurring-tasks', task: isEditing ? task : null })} label={words.all}>
      {task === 'new' ? (
        <RecurringForm before={null} snapshot={snapshot} />
      ) : found === undefined ? (
        <NoSuch title={words.unknown} />
      ) : isEditing ? (
        <EditTagged<RecurringAnswer> path={`/recurring-tasks/${encodeURIComponent(task)}`} heading={words}>
          {(before) => <RecurringForm before={before} snapshot={snapshot} />}
        </EditTagged>
      ) : (
        <RecurringPage task={found} isAway={snapshot.staleSince !== null} />
      )}
    </Sheet>
  );
}
