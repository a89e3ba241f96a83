// On-call: who is on call now, one schedule with its calendar, and its form.
import { EditTagged } from '../../fields/edit-tagged.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useResource } from '../../server/use-resource.ts';
import { useFeed } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { wayTo } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { EmptyScreen, NoSuch } from '../../ui/empty.tsx';
import { Awaited } from '../../ui/awaited.tsx';
import { Overview } from './overview.tsx';
import type { Schedule } from './schedule.ts';
import { ScheduleForm } from './schedule-form.tsx';
import { SchedulePage } from './schedule-page.tsx';

const words = strings.onCall;

type ScreenProps = { schedule: string | null; isEditing: boolean };

export function OnCallScreen({ schedule, isEditing }: ScreenProps) {
  const { isOwner } = useSession();
  if (schedule === null) return <Overview />;
  const isForm = isOwner && (schedule === 'new' || isEditing);
  return (
    <Sheet
      key={`${schedule} ${isEditing}`}
      back={wayTo({ screen: 'on-call', schedule: isForm && isEditing ? schedule : null })}
      label={words.all}
    >
      {schedule === 'new' ? (
        isOwner ? (
          <ScheduleForm before={null} />
        ) : (
          <EmptyScreen title={words.add}>{words.onlyOwners}</EmptyScreen>
        )
      ) : (
        <One id={schedule} isForm={isForm} />
      )}
    </Sheet>
  );
}

function One({ id, isForm }: { id: string; isForm: boolean }) {
  const { snapshot } = useFeed();
  const version = snapshot?.onCall;
  const { value, problem, isUnknown, reload } = useResource<Schedule>(`/schedules/${id}`, { version });
  if (isUnknown) return <NoSuch title={words.unknown} />;
  if (value === null) return <Awaited title={words.title} problem={problem} again={reload} />;
  if (!isForm) return <SchedulePage schedule={value} />;
  return (
    <EditTagged<Schedule> path={`/schedules/${id}`} heading={words}>
      {(before) => <ScheduleForm before={before} />}
    </EditTagged>
  );
}
