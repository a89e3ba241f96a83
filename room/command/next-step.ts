// CO7: the next step to do. One pure decision: at the same time, every screen shows the same step for a room.
import { draftStanding } from '../comms/standing.ts';
import { decideUpdateReminder, owesFollowUp } from '../comms/update-reminder.ts';
import { statuses, type Status } from '../team/scales.ts';
import type { PersonId } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';
import { findMissing } from './reminders.ts';
import { answerQuestions, findQuestions } from './status-questions.ts';

export type NextStep =
  /** `dueAt`: the severity's deadline for it; null without one. */
  | { step: 'acknowledge'; dueAt: number | null }
  | { step: 'take-command' | 'accept-command' | 'set-severity' }
  | { step: 'settle-command'; people: readonly PersonId[] }
  | { step: 'settle-role'; role: string; people: readonly PersonId[] }
  | { step: 'settle-severity' | 'settle-status' }
  /** An update is due within three minutes, or late. */
  | { step: 'send-update'; lateMs: number; draft?: Begun }
  | { step: 'first-update'; dueAt: number; draft?: Begun }
  | { step: 'late-tasks'; count: number }
  /** `open`: number of unanswered questions of that step; `down`: number of checks that are down. */
  | { step: 'move-on'; to: Status; open: number; down: number }
  | { step: 'last-update' | 'write-review' | 'name-owners' | 'follow-up' | 'close' };

/** How far the update to customers is that somebody began. `ready`: it waits for an approval. */
type Begun = 'drafting' | 'ready' | 'approved';

type Asked = {
  now: number;
  /** The reader, who can accept offers made to them. */
  me: PersonId;
  texts: (name: string) => string;
};
type Rule = (room: Room, asked: Asked) => NextStep | null;

const minuteMs = 60_000;

const isOver = ({ status }: Room) => status.value === 'resolved' || status.value === 'closed';

/** A claimed role counts as an acknowledgement: rooms of older versions have no separate one. */
const acknowledge: Rule = ({ acknowledged, roles, declared, severity, terms }) => {
  if (acknowledged !== null || roles.some(({ primary }) => primary.length > 0)) return null;
  const { acknowledgeMinutes } = terms[severity.value];
  const isOwed = declared !== null && severity.isSet && acknowledgeMinutes !== null;
  return { step: 'acknowledge', dueAt: isOwed ? declared.at + acknowledgeMinutes * minuteMs : null };
};

const takeCommand: Rule = ({ roles }, { me }) => {
  const commander = roles.find(({ role }) => role === 'commander');
  if (commander?.offer?.to === me) return { step: 'accept-command' };
  return commander && commander.primary.length === 0 ? { step: 'take-command' } : null;
};

const settle: Rule = ({ roles, severity, status }) => {
  const contested = roles.find(({ conflict }) => conflict);
  if (contested) {
    const people = contested.primary.map(({ person }) => person);
    return contested.role === 'commander'
      ? { step: 'settle-command', people }
      : { step: 'settle-role', role: contested.role, people };
  }
  if (severity.heads.length > 1) return { step: 'settle-severity' };
  return status.heads.length > 1 ? { step: 'settle-status' } : null;
};

const setSeverity: Rule = ({ severity }) => (severity.isSet ? null : { step: 'set-severity' });

const updateCustomers: Rule = (room, { now, texts }) => {
  const { reason, lateMs } = decideUpdateReminder(room, now);
  if (reason === 'none-owed' || room.updateDueAt === null) return null;
  const begun = findBegun(room, texts);
  if (reason !== 'not-due') return { step: 'send-update', lateMs, ...begun };
  return room.toldOutside.length === 0 ? { step: 'first-update', dueAt: room.updateDueAt, ...begun } : null;
};

function findBegun(room: Room, texts: Asked['texts']): { draft?: Begun } {
  const draft = room.drafts.find(({ audience }) => audience === 'customers');
  if (draft === undefined) return {};
  const { state } = draftStanding(draft, texts(`draft/${draft.draft}`), room);
  if (state === 'empty' || state === 'sent') return {};
  return { draft: state === 'stale' ? 'ready' : state };
}

const lateTasks: Rule = (room, { now }) => {
  const late = findMissing(room)(now).find(({ about }) => about === 'tasks');
  return late ? { step: 'late-tasks', count: late.count } : null;
};

const moveOn: Rule = (room, { texts }) => {
  const to = statuses[statuses.indexOf(room.status.value) + 1];
  if (to === undefined) return null;
  const { open } = answerQuestions(findQuestions({ room, texts }, to), {});
  const down = room.checks.filter(({ status }) => status === 'down').length;
  return { step: 'move-on', to, open: open.length, down };
};

/** Readers who were told about the outage must be told about its end. */
export function owesLastUpdate({ resolvedAt, toldOutside }: Room): boolean {
  const last = toldOutside.at(-1);
  return resolvedAt !== null && last !== undefined && last.at < resolvedAt;
}

const lastUpdate: Rule = (room) => (owesLastUpdate(room) ? { step: 'last-update' } : null);

const review: Rule = (room, { texts }) => {
  const open = answerQuestions(findQuestions({ room, texts }, 'closed'), {}).open.map(({ id }) => id);
  if (open.includes('review')) return { step: 'write-review' };
  const hasUnowned = room.actionItems.some(({ state, owner }) => state === 'open' && owner === null);
  return hasUnowned ? { step: 'name-owners' } : null;
};

const followUp: Rule = (room) => (owesFollowUp(room) ? { step: 'follow-up' } : null);

const close: Rule = () => ({ step: 'close' });

const whileOpen: readonly Rule[] = [
  acknowledge,
  takeCommand,
  settle,
  setSeverity,
  updateCustomers,
  lateTasks,
  moveOn,
];
const afterwards: readonly Rule[] = [lastUpdate, review, followUp, close];

/** The first step in order that is not done; null before the declaration and after the incident is closed. */
export function findNextStep(room: Room, asked: Asked): NextStep | null {
  if (room.declared === null || room.status.value === 'closed') return null;
  for (const rule of isOver(room) ? afterwards : whileOpen) {
    const step = rule(room, asked);
    if (step !== null) return step;
  }
  return null;
}
