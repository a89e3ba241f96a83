// On-call: who is on call now, one schedule with its calendar, and its form.
import type { ReactNode } from 'react';
import { EditTagged } from '../fields/edit-tagged.tsx';
import { useEscape } from '../ui/use-escape.ts';
import { useResource } from '../use-resource.ts';
import { useFeed } from '../state/feed.tsx';
import { go, routeHash } from '../state/router.ts';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { Empty } from '../ui/empty.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { KeysWait } from '../ui/keys.tsx';
import { Overview } from './overview.tsx';
import type { Schedule } from './schedule.ts';
import { ScheduleForm } from './schedule-form.tsx';
import { SchedulePage } from './schedule-page.tsx';
import styles from './on-call.module.css';

const words = strings.onCall;

type ScreenProps = { schedule: string | null; isEditing: boolean };

export function OnCallScreen({ schedule, isEditing }: ScreenProps) {
  const { isOwner } = useSession();
  if (schedule === null) return <Overview />;
  const isForm = isOwner && (schedule === 'new' || isEditing);
  return (
    <Within key={`${schedule} ${isEditing}`} back={isForm && isEditing ? schedule : null}>
      {schedule === 'new' ? (
        isOwner ? (
          <ScheduleForm before={null} />
        ) : (
          <Empty title={words.onlyOwners} />
        )
      ) : (
        <One id={schedule} isForm={isForm} />
      )}
    </Within>
  );
}

function One({ id, isForm }: { id: string; isForm: boolean }) {
  const { snapshot } = useFeed();
  const version = snapshot?.onCall;
  const { value, problem } = useResource<Schedule>(`/schedules/${id}`, { version });
  if (value === null) return problem === null ? <KeysWait /> : <Empty title={words.unknown}>{problem}</Empty>;
  if (!isForm) return <SchedulePage schedule={value} />;
  return (
    <EditTagged<Schedule> path={`/schedules/${id}`}>
      {(before) => <ScheduleForm before={before} />}
    </EditTagged>
  );
}

/** Escape leads back: from the form to its schedule, else to the list. */
function Within({ back, children }: { back: string | null; children: ReactNode }) {
  useEscape(true, () => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.matches('input, textarea, select'))
      activeElement.blur();
    else go({ screen: 'on-call', schedule: back });
  });
  return (
    <div className={styles.screen}>
      <a className={styles.back} href={routeHash({ screen: 'on-call', schedule: back })}>
        {words.all} <Kbd keys="escape" />
      </a>
      {children}
    </div>
  );
}
