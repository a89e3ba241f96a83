// CO3: the reminders of a room. One pure decision: the same room at the same time gives the same reminders.
import type { Room } from '../view/room-view.ts';
import { findRolePeriods } from '../pir/role-periods.ts';

export type ReminderAbout = 'commander' | 'severity' | 'tasks';
export type Reminder = {
  about: ReminderAbout;
  isShown: boolean;
  reason: 'unfilled' | 'unset' | 'overdue' | 'too-early' | 'told-enough';
  /** Since when it is missing. */
  since: number;
  /** The number of this reminder, from 1; a dismissed reminder returns with the next number. */
  turn: number;
  /** How many tasks are overdue; 1 for the others. */
  count: number;
};
/** The missing things, independent of the clock: they change only with the room. */
export type Missing = Pick<Reminder, 'about' | 'since' | 'count'> & {
  reason: 'unfilled' | 'unset' | 'overdue';
};

const minute = 60_000;
/** Also an overdue update. The room's header always shows it, so only the channels are reminded (ES9). */
export type Owed = ReminderAbout | 'update';

/** The wait before the first reminder and between two of them. */
const rhythm: Record<Owed, { everyMs: number; firstMs: number }> = {
  commander: { everyMs: 2 * minute, firstMs: 2 * minute },
  severity: { everyMs: 5 * minute, firstMs: 5 * minute },
  // The due time was the wait already.
  tasks: { everyMs: 5 * minute, firstMs: 0 },
  update: { everyMs: 10 * minute, firstMs: 2 * minute },
};
const mostTurns = 5;

/** The room's reminders; none before the declaration and after the incident is over. */
export function findMissing(room: Room): (now: number) => readonly Missing[] {
  const { declared, status } = room;
  if (!declared || status.value === 'resolved' || status.value === 'closed') return () => [];
  const lasting: Missing[] = [];
  const commander = room.roles.find(({ role }) => role === 'commander');
  if (commander && commander.primary.length === 0) {
    lasting.push({ about: 'commander', reason: 'unfilled', since: vacantSince(room, declared.at), count: 1 });
  }
  if (!room.severity.isSet) {
    lasting.push({ about: 'severity', reason: 'unset', since: declared.at, count: 1 });
  }
  const dues = room.tasks.flatMap(({ doneAt, due }) => (doneAt === null && due !== null ? [due] : []));
  return (now) => {
    const late = dues.filter((due) => due < now);
    if (late.length === 0) return lasting;
    // The newest overdue task restarts the reminders; the older ones are counted with it.
    return [...lasting, { about: 'tasks', reason: 'overdue', since: Math.max(...late), count: late.length }];
  };
}

function vacantSince(room: Room, declaredAt: number): number {
  const ends = findRolePeriods(room).flatMap(({ role, as, until }) =>
    role === 'commander' && as === 'primary' && until !== null ? [until] : [],
  );
  return Math.max(declaredAt, ...ends);
}

/** The times of its reminders, first to last. */
export function reminderTimes({ about, since }: { about: Owed; since: number }): readonly number[] {
  const { everyMs, firstMs } = rhythm[about];
  return Array.from({ length: mostTurns }, (_, turn) => since + firstMs + turn * everyMs);
}

export function decideReminders(missing: readonly Missing[], now: number): readonly Reminder[] {
  return missing.map(({ about, reason, since, count }) => {
    const { everyMs, firstMs } = rhythm[about];
    const turn = Math.max(0, Math.floor((now - since - firstMs) / everyMs) + 1);
    const silence = turn === 0 ? 'too-early' : turn > mostTurns ? 'told-enough' : null;
    return { about, isShown: silence === null, reason: silence ?? reason, since, turn, count };
  });
}
