import { useState } from 'react';
import { notifications } from '@mantine/notifications';
import { useIsPractice, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useOpenLink } from '#renderer/ui/open-link.ts';
import { isToAutomate, itemToAutomate } from '#room/pir/suggest-items.ts';
import { mayApprove, openAbove } from '#room/playbooks/checklist-rules.ts';
import type { Outcome } from '#room/facts/actions.ts';
import type { Checklist } from '#room/view/work-view.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { firstOf, plainStep } from './step-text.tsx';

type Step = Checklist['steps'][number];
const words = strings.playbooks.run;

/** The actions on one step, and the questions some of them ask first. */
export function useStepActs(checklist: Checklist, step: Step) {
  const { canWrite, write } = useWriter();
  const { me } = useSession();
  const room = useRoom();
  const isPractice = useIsPractice();
  const open = useOpenLink();
  const [asking, setAsking] = useState<'skip' | 'early' | null>(null);
  const [isGiving, setGiving] = useState(false);
  const about = { target: checklist.id, step: step.id };
  const isOpen = step.state === 'open' && canWrite;
  const set = (state: Step['state'], why?: string) => {
    if (write({ kind: 'step', ...about, state, ...(why === undefined ? {} : { why }) })) setAsking(null);
  };
  const isHeld = step.needsApproval && step.approval === null;
  const mine = step.askers.includes(me.id) || step.assignee === me.id;
  const canBegin = isOpen && (isHeld ? !step.askers.includes(me.id) : step.startedAt === null);
  const byHand = { id: checklist.id, step: step.id, text: plainStep(step.text) };
  const canAutomate = canWrite && !isPractice && !isToAutomate(room, byHand);
  const begin = () => {
    if (canBegin) write({ kind: 'step-started', ...about });
  };
  return {
    isOpen,
    canWrite,
    canBegin,
    canApprove: isOpen && mayApprove(step, me.id, room),
    isHeld,
    asking,
    isGiving,
    leave: () => setAsking(null),
    set,
    begin,
    /** Ticks the step. Requests an approval if one is needed; asks why if it requires earlier steps that are open. */
    tick: () => {
      if (step.state !== 'open') set('open');
      else if (isHeld) {
        if (mine || step.askers.length > 0) tell(words.notYours);
        begin();
      } else if (openAbove(checklist, step) > 0) setAsking('early');
      else set('done');
    },
    skip: () => {
      if (isOpen) setAsking('skip');
    },
    approve: () => {
      if (isOpen && mayApprove(step, me.id, room)) write({ kind: 'step-approved', ...about });
      else if (isOpen && step.needsApproval && step.approval === null) tell(words.notYours);
    },
    canGrade: canWrite && step.state === 'done',
    grade: (outcome: Outcome) => {
      if (canWrite && step.state === 'done') write({ kind: 'graded', ...about, outcome });
    },
    canAutomate,
    automate: () => {
      if (canAutomate && write(itemToAutomate(byHand))) tell(strings.checklist.toAutomate);
    },
    give: (person: string | null) => {
      write({ kind: 'step-assigned', ...about, person });
    },
    showPeople: (isShown: boolean) => setGiving(isShown && isOpen),
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
