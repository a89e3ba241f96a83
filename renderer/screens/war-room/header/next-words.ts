// CO7 in words: what to do, its key, and the reason.
import { statusWords } from '#renderer/ui/status-words.ts';
import { sayDue } from '#renderer/ui/say-time.ts';
import { decideUpdateReminder, sayUpdateReminder } from '#room/comms/update-reminder.ts';
import { sayResolvedBut } from '#room/command/still-failing.ts';
import type { NextStep } from '#room/command/next-step.ts';
import type { PersonId } from '#room/facts/fact.ts';
import type { Room } from '#room/view/room-view.ts';
import { strings } from '../../../strings/index.ts';
import { sayRole } from '#room/team/team-roles.ts';

const words = strings.nextStep;

type Says = {
  /** The next action, as an instruction. */
  act: string;
  /** The reason; empty when the instruction says enough. */
  why: string;
  /** The key that does it or leads there. */
  keys: string;
};
type Reader = { room: Room; now: number; me: PersonId; names: (id: PersonId) => string };

/** CO10: the next step of a resolved room first says what still fails. */
export function sayNextStep(step: NextStep, reader: Reader): Says {
  const said = sayStep(step, reader);
  const but = sayResolvedBut(reader.room);
  return but === null ? said : { ...said, why: [but, said.why].filter(Boolean).join(' ') };
}

function sayStep(step: NextStep, { room, now, me, names }: Reader): Says {
  switch (step.step) {
    case 'acknowledge':
      return { act: words.acknowledge, why: sayOwed(step.dueAt, now), keys: 'a' };
    case 'take-command':
      return { act: words.takeCommand, why: words.nobodyCommands, keys: 'q' };
    case 'accept-command':
      return { act: words.acceptCommand, why: sayOffer(room, names), keys: 'q' };
    case 'settle-command':
      return { act: words.settleCommand, why: words.tookCommand(step.people.map(names)), keys: 'q' };
    case 'settle-role':
      return {
        act: words.settleRole(sayRole(step.role)),
        why: words.tookRole(step.people.map(names)),
        keys: 'o',
      };
    case 'settle-severity':
      return {
        act: words.settleSeverity,
        why: sayHeads(room.severity.heads, names, words.higherStands),
        keys: 's',
      };
    case 'settle-status':
      return {
        act: words.settleStatus,
        why: sayHeads(room.status.heads, names, words.furthestStands),
        keys: 't',
      };
    case 'set-severity':
      return { act: words.setSeverity, why: words.assumed(room.severity.value), keys: 's' };
    case 'send-update':
      return {
        act: begun(step.draft) ?? words.sendUpdate,
        why: sayUpdateReminder(decideUpdateReminder(room, now), me, names) ?? '',
        keys: 'u',
      };
    case 'first-update':
      return {
        act: begun(step.draft) ?? words.firstUpdate,
        why: words.due(sayDue(step.dueAt - now)),
        keys: 'u',
      };
    case 'late-tasks':
      return { act: words.seeTasks, why: words.tasksOverdue(step.count), keys: 'w' };
    case 'move-on':
      return sayMoveOn(step);
    case 'last-update':
      return { act: words.lastUpdate, why: words.notToldYet, keys: 'u' };
    case 'follow-up':
      return { act: words.followUp, why: words.whatChanges, keys: 'u' };
    case 'write-review':
      return { act: words.writeReview, why: '', keys: 'alt+2' };
    case 'name-owners':
      return { act: words.nameOwners, why: words.withoutOwner, keys: 'alt+2' };
    default:
      return { act: words.close, why: words.allWritten, keys: 't' };
  }
}

/** The next step of an update that somebody began. */
const begun = (draft: 'drafting' | 'ready' | 'approved' | undefined): string | undefined =>
  draft && words.begun[draft];

function sayOffer(room: Room, names: (id: PersonId) => string): string {
  const offer = room.roles.find(({ role }) => role === 'commander')?.offer;
  return offer ? words.offers(names(offer.from)) : '';
}

const sayOwed = (dueAt: number | null, now: number): string =>
  dueAt === null ? words.notAcknowledged : words.owed(sayDue(dueAt - now));

function sayMoveOn({ to, open, down }: Extract<NextStep, { step: 'move-on' }>): Says {
  const act = to === 'resolved' ? words.resolve : words.moveOn(statusWords(to));
  const facts = [...(down > 0 ? [words.checksDown(down)] : []), ...(open > 0 ? [words.questions(open)] : [])];
  return { act, why: facts.join(' '), keys: 't' };
}

type Heads = readonly { value: string; by: string }[];

const sayHeads = (heads: Heads, names: (id: PersonId) => string, ending: string): string =>
  `${heads.map(({ value, by }) => words.chose(names(by), value)).join(', ')}. ${ending}`;
