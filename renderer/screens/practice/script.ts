// FM2: the steps of the practice, and what its second responder does after each. Pure: depends only on the room.
import type { FactDraft } from '#room/facts/fact.ts';
import type { Room } from '#room/view/room-view.ts';
import { strings } from '../../strings/index.ts';

const words = strings.practice;

export const practiceSteps = ['acknowledge', 'command', 'severity', 'note', 'update', 'resolve'] as const;
export type PracticeStep = (typeof practiceSteps)[number];

export const robin = 'practice-robin';
export const practiceMonitor = 'practice-shop';
/** The draft that Robin wants approved, named after the customer audience. */
export const practiceDraft = 'customers';

/** The steps that `me` has done in this room, in any order. */
export function stepsDone(room: Room, me: string): ReadonlySet<PracticeStep> {
  const isMine: Record<PracticeStep, boolean> = {
    acknowledge: room.acknowledged !== null,
    command: room.roles.some(
      ({ role, primary }) => role === 'commander' && primary.some(({ person }) => person === me),
    ),
    severity: room.severity.isSet,
    note: room.timeline.some(({ by, fact, retracted }) => by === me && fact.kind === 'note' && !retracted),
    update: room.drafts.some(({ sent }) => sent.length > 0),
    resolve: room.status.value === 'resolved' || room.status.value === 'closed',
  };
  return new Set(practiceSteps.filter((step) => isMine[step]));
}

/** Robin's facts once `after` is done. `text`: the new text of the customer draft. */
type Turn = { after: PracticeStep; facts: readonly FactDraft[]; text?: string; repairs?: true };

export const robinsTurns: readonly Turn[] = [
  {
    after: 'acknowledge',
    facts: [
      { kind: 'joined', name: words.robin },
      { kind: 'note', text: words.hello },
    ],
  },
  { after: 'command', facts: [{ kind: 'observation', text: words.cause }] },
  {
    after: 'severity',
    facts: [
      { kind: 'draft', draft: practiceDraft, audience: 'customers', stage: 'investigating', ready: true },
    ],
    text: words.update,
  },
  { after: 'note', facts: [{ kind: 'action', text: words.repair }], repairs: true },
];
