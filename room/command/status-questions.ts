// CO2: the questions of each status change. The room answers what it can see, people answer the rest. A missing
// answer blocks nobody: they give a reason to continue, and the timeline records it.
import { statuses, type Status } from '../team/scales.ts';
import type { Room } from '../view/room-view.ts';
import { sayFailing } from './still-failing.ts';
import { table } from '../text/words.ts';
import {
  seeCascade,
  seeRecovery,
  seeSmokeTest,
  type SeenAnswer,
  type TeamMonitors,
} from './recovery-seen.ts';

export type QuestionId =
  | 'cause'
  | 'done'
  | 'recovery'
  | 'checks'
  | 'cascade'
  | 'smoke-test'
  | 'told'
  | 'review'
  | 'owners';

export type Question = {
  id: QuestionId;
  /** A statement that a person can tick. */
  ask: string;
  /** True when the answer is text, not only a tick. */
  isText: boolean;
  /** The room's own answer, `yes` or `no` with evidence; null when only people can tell. */
  seen: SeenAnswer;
};
export type StatusAnswer = { ask: string; answer: 'yes' | 'no'; text?: string };

type Ask = Omit<Question, 'seen' | 'ask'> & { step: Status; look: (source: Source) => SeenAnswer };
/** `watched`: the current state of the team's checks; null or absent while unknown. */
type Source = { room: Room; texts: (name: string) => string; watched?: TeamMonitors | null };

const yes = (evidence: string): SeenAnswer => ({ answer: 'yes', evidence });
const no = (evidence: string): SeenAnswer => ({ answer: 'no', evidence });

const claims: Record<QuestionId, string> = table({
  cause: 'The cause is named',
  done: 'What was done is written down',
  recovery: 'Recovery was verified',
  checks: 'No check is down',
  cascade: 'Nothing else began to fail',
  'smoke-test': 'A smoke test passed',
  told: 'Customers were told',
  review: 'The review is written',
  owners: 'Every action item has an owner',
});
const words = table({
  allUp: 'every check that was down is up again',
  sent: (channel: string) => `sent by ${channel} since the last action`,
  notFixed: (channel: string) => `the last update, by ${channel}, says that it goes on`,
  isThere: 'summary and root cause are there',
  missing: (texts: string) => `missing: ${texts}`,
  summary: 'the executive summary',
  cause: 'the root cause',
  without: (count: number, all: number) => `${count} of ${all} have none`,
  withOwner: (all: number) => `all ${all} have one`,
});

const asks: readonly Ask[] = [
  {
    step: 'identified',
    id: 'cause',
    isText: true,
    look: ({ room }) => {
      const found = room.hypotheses.filter(({ verdict }) => verdict === 'supported').at(-1);
      return found ? yes(found.text) : null;
    },
  },
  {
    step: 'monitoring',
    id: 'done',
    isText: true,
    look: ({ room }) => {
      const last = room.actions.at(-1);
      return last ? yes(last.text) : null;
    },
  },
  {
    step: 'resolved',
    id: 'recovery',
    isText: false,
    look: ({ room, watched }) => (watched ? seeRecovery(room, watched) : null),
  },
  {
    step: 'resolved',
    id: 'checks',
    isText: false,
    look: ({ room }) => {
      const failing = sayFailing(room.checks);
      if (failing !== null) return no(failing);
      return room.checks.length > 0 ? yes(words.allUp) : null;
    },
  },
  {
    step: 'resolved',
    id: 'cascade',
    isText: false,
    look: ({ room, watched }) => (watched ? seeCascade(room, watched) : null),
  },
  {
    step: 'resolved',
    id: 'smoke-test',
    isText: false,
    look: ({ room, watched }) => (watched ? seeSmokeTest(room, watched) : null),
  },
  {
    step: 'resolved',
    id: 'told',
    isText: false,
    look: ({ room }) => {
      const fixedAt = room.actions.at(-1)?.at ?? room.declared?.at ?? 0;
      const last = room.toldOutside.at(-1);
      if (last === undefined || last.at < fixedAt) return null;
      const isTold = last.stage !== 'investigating' && last.stage !== 'identified';
      return isTold ? yes(words.sent(last.channel)) : no(words.notFixed(last.channel));
    },
  },
  {
    step: 'closed',
    id: 'review',
    isText: false,
    look: ({ texts }) => {
      const missing = reviewTexts
        .filter(([name]) => texts(name).trim() === '')
        .map(([, part]) => words[part]);
      return missing.length === 0 ? yes(words.isThere) : no(words.missing(missing.join(', ')));
    },
  },
  {
    step: 'closed',
    id: 'owners',
    isText: false,
    look: ({ room }) => {
      const open = room.actionItems.filter(({ state }) => state === 'open');
      const without = open.filter(({ owner }) => owner === null).length;
      if (without > 0) return no(words.without(without, open.length));
      return open.length > 0 ? yes(words.withOwner(open.length)) : null;
    },
  },
];

const reviewTexts = [
  ['review/executive-summary', 'summary'],
  ['review/root-cause', 'cause'],
] as const;

/** The questions for moving to `to`, including those of skipped steps. None when moving back. */
export function findQuestions(source: Source, to: Status): readonly Question[] {
  const from = statuses.indexOf(source.room.status.value);
  const until = statuses.indexOf(to);
  return asks
    .filter(({ step }) => statuses.indexOf(step) > from && statuses.indexOf(step) <= until)
    .map(({ id, isText, look }) => ({ id, ask: claims[id], isText, seen: look(source) }));
}

export type Given = Partial<Record<QuestionId, { isTicked: boolean; text: string }>>;

/** The recorded answers: every question with its answer, and the questions not answered with yes. */
export function answerQuestions(
  questions: readonly Question[],
  given: Given,
): { answers: readonly StatusAnswer[]; open: readonly Question[] } {
  const open: Question[] = [];
  const answers = questions.map((question): StatusAnswer => {
    const { id, ask, isText, seen } = question;
    const typed = given[id]?.text.trim() ?? '';
    // A person overrides the room: a check that is down may be one being removed.
    const isYes =
      given[id]?.isTicked ?? (isText ? typed !== '' || seen?.answer === 'yes' : seen?.answer === 'yes');
    if (!isYes) open.push(question);
    const text = typed || seen?.evidence;
    return { ask, answer: isYes ? 'yes' : 'no', ...(text && { text }) };
  });
  return { answers, open };
}
