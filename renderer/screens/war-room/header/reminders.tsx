import { useMemo, useState } from 'react';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { sayLength } from '#renderer/ui/say-time.ts';
import type { NextStep } from '#room/command/next-step.ts';
import { decideReminders, findMissing, type Reminder, type ReminderAbout } from '#room/command/reminders.ts';
import { strings } from '../../../strings/index.ts';
import styles from './next-line.module.css';

const words = strings.nextStep;

/** The next step that already asks for the same thing, so that it is not shown twice. */
const askedBy: Record<ReminderAbout, NextStep['step']> = {
  commander: 'take-command',
  severity: 'set-severity',
  tasks: 'late-tasks',
};

/** CO3: what else is missing, in words and without a sound. A dismissed reminder returns at its next interval. */
export function Reminders({ step }: { step: NextStep['step'] | null }) {
  const room = useRoom();
  const now = useNow();
  const { canWrite } = useWriter();
  const findNow = useMemo(() => findMissing(room), [room]);
  const [away, setAway] = useState<ReadonlySet<string>>(new Set());
  const shown = decideReminders(findNow(now), now).filter(
    (reminder) => reminder.isShown && askedBy[reminder.about] !== step && !away.has(turnOf(reminder)),
  );
  // Read-only users cannot act on it.
  if (!canWrite || shown.length === 0) return null;
  return (
    <div className={styles.reminders} role="group" aria-label={words.reminders}>
      <p
        className={styles.why}
        role="status"
        title={shown
          .map((reminder) => words.lasting(sayReminder(reminder), sayLength(now - reminder.since)))
          .join(', ')}
      >
        {sayAll(shown)}
      </p>
      <button
        type="button"
        className={styles.later}
        onClick={() => setAway(new Set([...away, ...shown.map(turnOf)]))}
      >
        {words.later}
      </button>
    </div>
  );
}

const turnOf = ({ about, since, turn }: Reminder): string => `${about} ${since} ${turn}`;

function sayAll(reminders: readonly Reminder[]): string {
  const said = reminders.map(sayReminder).join(', ');
  return said.charAt(0).toUpperCase() + said.slice(1);
}

function sayReminder({ about, count }: Reminder): string {
  if (about === 'commander') return words.stillNoCommander;
  if (about === 'severity') return words.severityNotSet;
  return count === 1 ? words.taskOverdue : words.manyOverdue(count);
}
