import { useState } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { OnCall } from '#room/feed.ts';
import { sayProblem, useApi } from '../api.ts';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { useTeamClock } from '../ui/now.tsx';
import { sayWhen } from '../ui/say-time.ts';
import type { Override } from './schedule.ts';
import styles from './on-call.module.css';

const words = strings.onCall.take;

/** OC7 in two clicks: mine from now until the shift ends. */
export function TakeShift({ duty, onTaken }: { duty: OnCall; onTaken?: () => void }) {
  const api = useApi();
  const clock = useTeamClock();
  const { canWrite, me } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const { schedule, name, person, until } = duty;
  if (person === me.id) return <span className="label">{words.mine}</span>;
  // Without an end in sight it takes an override with one.
  if (!canWrite || until === null) return null;
  const take = async () => {
    setBusy(true);
    try {
      const { to } = await api.post<Override>(`/schedules/${schedule}/overrides`, {});
      notifications.show({ message: words.done(name, sayWhen(to, clock.now())), autoClose: 4_000 });
      onTaken?.();
    } catch (error) {
      notifications.show({ message: words.failed(sayProblem(error)), autoClose: 8_000 });
    }
    setBusy(false);
    setIsAsking(false);
  };
  if (!isAsking)
    return (
      <Button size="compact-sm" aria-label={words.named(name)} onClick={() => setIsAsking(true)}>
        {words.button}
      </Button>
    );
  return (
    <span className={styles.actions}>
      {/* Where the first click was, so that the second needs no search. */}
      <Button size="compact-sm" variant="filled" autoFocus loading={busy} onClick={() => void take()}>
        {words.confirm(sayWhen(until, clock.now()))}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={() => setIsAsking(false)}>
        {words.keep}
      </Button>
    </span>
  );
}
