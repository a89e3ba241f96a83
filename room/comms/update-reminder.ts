// CM7: whose turn it is to send the update that the cadence asks for.
import type { PersonId } from '../facts/fact.ts';
import type { Room, RoleState } from '../view/room-view.ts';
import { spoken } from '../text/words.ts';

export type UpdateReminderReason =
  | 'none-owed'
  | 'not-due'
  | 'due-soon'
  | 'overdue'
  /** Late enough to remind the commander too. */
  | 'overdue-commander'
  /** Nobody holds communications, so it is the commander's. */
  | 'no-communications-lead'
  /** Neither role is held: everybody is reminded. */
  | 'nobody-leads';

export type UpdateReminder = {
  reason: UpdateReminderReason;
  /** The people to remind, the first responsible one first; empty for nobody, or for everybody (`nobody-leads`). */
  people: readonly PersonId[];
  /** Above zero when late. */
  lateMs: number;
};

const minuteMs = 60_000;
/** How long before the due time the lead is reminded, and how long after it the commander too. */
const reminderTimes = { soonMs: 3 * minuteMs, commanderMs: 5 * minuteMs } as const;

export function decideUpdateReminder(
  { updateDueAt, roles }: Pick<Room, 'updateDueAt' | 'roles'>,
  now: number,
): UpdateReminder {
  if (updateDueAt === null) return { reason: 'none-owed', people: [], lateMs: 0 };
  const lateMs = now - updateDueAt;
  if (lateMs < -reminderTimes.soonMs) return { reason: 'not-due', people: [], lateMs };
  const lead = holders(roles, 'communications');
  const commander = holders(roles, 'commander');
  if (lead.length === 0 && commander.length === 0) return { reason: 'nobody-leads', people: [], lateMs };
  if (lead.length === 0) return { reason: 'no-communications-lead', people: commander, lateMs };
  if (lateMs < 0) return { reason: 'due-soon', people: lead, lateMs };
  if (lateMs < reminderTimes.commanderMs || commander.length === 0)
    return { reason: 'overdue', people: lead, lateMs };
  return { reason: 'overdue-commander', people: [...new Set([...lead, ...commander])], lateMs };
}

/** Readers who were told about the outage hear what changes, so that it does not come back. */
export function owesFollowUp({ toldOutside, reopened }: Pick<Room, 'toldOutside' | 'reopened'>): boolean {
  // What was said before it came back was not enough.
  const cameBackAt = reopened.at(-1)?.at ?? 0;
  const isTold = toldOutside.some(
    ({ at, stage }) => at >= cameBackAt && (stage === 'follow-up' || stage === 'postmortem'),
  );
  return toldOutside.length > 0 && !isTold;
}

/** The holders of a role, or its backups when nobody holds it. */
function holders(roles: readonly RoleState[], wanted: string): readonly PersonId[] {
  const role = roles.find((each) => each.role === wanted);
  const claims = role?.primary.length ? role.primary : (role?.backup ?? []);
  return [...new Set(claims.map(({ person }) => person))];
}

/** The reminder as the reader sees it; null when there is none. */
export const sayUpdateReminder = spoken(function sayUpdateReminder(
  reminder: UpdateReminder,
  me: PersonId,
  names: (id: PersonId) => string,
): string | null {
  const turn = sayTurn(reminder, me, names);
  return turn === null
    ? null
    : `${reminder.lateMs > 0 ? `${sayLate(reminder.lateMs)} late` : 'An update is due'}. ${turn}`;
});

/** Whose turn it is, beside a clock that says how late the update is; null when nobody is reminded. */
export const sayTurn = spoken(function sayTurn(
  { reason, people }: UpdateReminder,
  me: PersonId,
  names: (id: PersonId) => string,
): string | null {
  const who = people.map((id) => (id === me ? 'you' : names(id)));
  switch (reason) {
    case 'none-owed':
    case 'not-due':
      return null;
    case 'due-soon':
    case 'overdue':
      return `${doing(who, 'send')} it.`;
    case 'overdue-commander': {
      const also = who.length > 1 ? `; ${doing(who.slice(1), 'make', false)} sure it goes out` : '';
      return `${doing(who.slice(0, 1), 'send')} it${also}.`;
    }
    case 'no-communications-lead':
      return `Nobody leads communications. ${doing(who, 'send')} it, or name somebody.`;
    case 'nobody-leads':
      return 'Nobody leads communications or commands. Send it, or take the role.';
    default:
      return null;
  }
});

/** `Bo sends`, `You send`, `you and Fay make`. */
function doing(who: readonly string[], verb: string, isFirst = true): string {
  const subject = who.join(' and ');
  const isOne = who.length === 1 && who[0] !== 'you';
  return `${isFirst ? subject.charAt(0).toUpperCase() + subject.slice(1) : subject} ${verb}${isOne ? 's' : ''}`;
}

/** `47 min`, `1 h 15 min`: as lists say it. */
function sayLate(lateMs: number): string {
  const minutes = Math.max(1, Math.floor(lateMs / minuteMs));
  return minutes < 60
    ? `${minutes} min`
    : [`${Math.floor(minutes / 60)} h`, minutes % 60 && `${minutes % 60} min`].filter(Boolean).join(' ');
}
