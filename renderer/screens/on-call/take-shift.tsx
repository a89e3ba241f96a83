import { useState } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { OnCall } from '#room/feed/feed.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import { sayWhen } from '../../ui/say-time.ts';
import type { Override } from './schedule.ts';
import styles from './on-call.module.css';

const words = strings.onCall.take;

type TakeProps = {
  duty: OnCall;
  onTaken?: () => void;
  /** Gives the button a shortcut, for a screen with only one. */
  isKeyed?: boolean;
  /** Drawn less prominently, for lists with many. */
  isQuiet?: boolean;
};

const hourMs = 3_600_000;
/** The length to take when the shift has no end, for example with one person always on call. */
const usualMs = 12 * hourMs;

/** OC7: takes the current shift until its end, in two clicks. */
export function TakeShift({ duty, onTaken, isKeyed = false, isQuiet = false }: TakeProps) {
  const clock = useTeamClock();
  const { canWrite, me } = useSession();
  const { isAsking, setIsAsking, busy, take } = useTaking(duty, onTaken);
  const { name, person, until } = duty;
  const mayTake = canWrite && person !== me.id;
  useKeys(
    isKeyed && mayTake
      ? { x: { run: () => setIsAsking(true), label: words.button, group: strings.onCall.title } }
      : {},
  );
  if (person === me.id) return <span className="label">{words.mine}</span>;
  if (!mayTake) return null;
  if (!isAsking)
    return (
      <ServerButton
        size="compact-sm"
        variant={isQuiet ? 'subtle' : 'default'}
        className={isQuiet ? (styles.quiet ?? '') : ''}
        aria-label={isKeyed && !isQuiet ? undefined : words.named(name)}
        onClick={() => setIsAsking(true)}
        rightSection={isKeyed ? <Kbd keys="x" /> : null}
      >
        {words.button}
      </ServerButton>
    );
  return (
    <span className={styles.actions}>
      {/* At the place of the first click, so that the second click is easy. */}
      <ServerButton size="compact-sm" variant="filled" autoFocus loading={busy} onClick={() => void take()}>
        {words.confirm(sayWhen(until ?? clock.now() + usualMs, clock.now()))}
      </ServerButton>
      <Button size="compact-sm" variant="subtle" onClick={() => setIsAsking(false)}>
        {words.keep}
      </Button>
    </span>
  );
}

function useTaking({ schedule, name, until }: OnCall, onTaken?: () => void) {
  const api = useApi();
  const clock = useTeamClock();
  const [isAsking, setIsAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    try {
      const body = until === null ? { to: clock.now() + usualMs } : {};
      const { to } = await api.post<Override>(`/schedules/${schedule}/overrides`, body);
      notifications.show({ message: words.done(name, sayWhen(to, clock.now())), autoClose: 4_000 });
      onTaken?.();
    } catch (error) {
      notifications.show({ message: words.failed(sayProblem(error)), autoClose: 8_000 });
    }
    setBusy(false);
    setIsAsking(false);
  };
  return { isAsking, setIsAsking, busy, take };
}
