import { useState } from 'react';
import { notifications } from '@mantine/notifications';
import { useIsPractice, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useOpenLink } from '#renderer/ui/open-link.ts';
import { isToAutomate, itemToAutomate } from '#room/pir/suggest-items.ts';
import { mayApprove, openAbove } from '#room/playbooks/checklist-rules.ts';
import type { ActionOutcome } from '#room/facts/actions.ts';
import type { Checklist } from '#room/view/work-view.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { firstOf, plainStep } from './step-text.tsx';

type Step = Checklist['steps'][number];
const words = strings.playbooks.run;

/** The actions on one step, and the questions some of them ask first. */
export function useStepActs(checklist: Checklist, step: Step) {
  const { write } = useWriter();
  const rights = useStepRights(checklist, step);
  const ticking = useTicking(checklist, step, rights);
  const commandAndLink = useCommandAndLink(step);
  const [isGiving, setGiving] = useState(false);
  const about = { target: checklist.id, step: step.id };
  return {
    ...rights,
    ...ticking,
    ...commandAndLink,
    isGiving,
    approve: () => {
      if (rights.canApprove) write({ kind: 'step-approved', ...about });
      else if (rights.isOpen && rights.isHeld) tell(words.notYours);
    },
    grade: (outcome: ActionOutcome) => {
      if (rights.canGrade) write({ kind: 'graded', ...about, outcome });
    },
    automate: () => {
      if (rights.canAutomate && write(itemToAutomate(byHand(checklist, step))))
        tell(strings.checklist.toAutomate);
    },
    give: (person: string | null) => {
      write({ kind: 'step-assigned', ...about, person });
    },
    showPeople: (isShown: boolean) => setGiving(isShown && rights.isOpen),
  };
}

type StepRights = ReturnType<typeof useStepRights>;

/** What this person may do with the step now. */
function useStepRights(checklist: Checklist, step: Step) {
  const { canWrite } = useWriter();
  const { me } = useSession();
  const room = useRoom();
  const isPractice = useIsPractice();
  const isOpen = step.state === 'open' && canWrite;
  const isHeld = step.needsApproval && step.approval === null;
  return {
    canWrite,
    isOpen,
    /** The step waits for an approval. */
    isHeld,
    canBegin: isOpen && (isHeld ? !step.askers.includes(me.id) : step.startedAt === null),
    canApprove: isOpen && mayApprove(step, me.id, room),
    canGrade: canWrite && step.state === 'done',
    canAutomate: canWrite && !isPractice && !isToAutomate(room, byHand(checklist, step)),
  };
}

const byHand = (checklist: Checklist, step: Step) => ({
  id: checklist.id,
  step: step.id,
  text: plainStep(step.text),
});

/** Begins, ticks and skips the step. */
function useTicking(checklist: Checklist, step: Step, { isOpen, isHeld, canBegin }: StepRights) {
  const { write } = useWriter();
  const { me } = useSession();
  const [asking, setAsking] = useState<'skip' | 'early' | null>(null);
  const about = { target: checklist.id, step: step.id };
  const isMine = step.askers.includes(me.id) || step.assignee === me.id;
  const set = (state: Step['state'], why?: string) => {
    if (write({ kind: 'step', ...about, state, ...(why === undefined ? {} : { why }) })) setAsking(null);
  };
  const begin = () => {
    if (canBegin) write({ kind: 'step-started', ...about });
  };
  return {
    asking,
    leave: () => setAsking(null),
    set,
    begin,
    /** Ticks the step. Requests an approval if one is needed; asks why if it requires earlier steps that are open. */
    tick: () => {
      if (step.state !== 'open') set('open');
      else if (isHeld) {
        if (isMine || step.askers.length > 0) tell(words.notYours);
        begin();
      } else if (openAbove(checklist, step) > 0) setAsking('early');
      else set('done');
    },
    skip: () => {
      if (isOpen) setAsking('skip');
    },
  };
}

/** Copies the first command in the step, and opens its first link. */
function useCommandAndLink(step: Step) {
  const open = useOpenLink();
  return {
    copy: () => {
      const command = firstOf(step.text, 'command');
      if (command !== null)
        navigator.clipboard.writeText(command).then(() => tell(words.copied, command), reportError);
    },
    follow: () => {
      const url = firstOf(step.text, 'link');
      if (url !== null) open(url);
    },
  };
}

const tell = (title: string, message = '') => notifications.show({ title, message, autoClose: 4_000 });
