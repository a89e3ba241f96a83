import { usePersonName } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useNow } from '#renderer/ui/now.tsx';
import { Due, When } from '#renderer/ui/time.tsx';
import { timeBoxEnd, waitsForApproval } from '#room/playbooks/checklist-rules.ts';
import type { Checklist } from '#room/view/work-view.ts';
import { sayRole } from '#room/team/team-roles.ts';
import parts from '#renderer/ui/rows.module.css';
import styles from './checklist.module.css';

type Step = Checklist['steps'][number];
const words = strings.playbooks.run;

/** The state of a step: its owner, its time left, and what it waits for. */
export function StepState({ step }: { step: Step }) {
  const { me } = useSession();
  const names = usePersonName();
  const nameOf = (person: string) => (person === me.id ? words.you : names(person));
  const end = timeBoxEnd(step);
  const facts = step.state === 'open' ? factsOf(step, nameOf) : [];
  return (
    <>
      {(facts.length > 0 || end !== null) && (
        <p className={parts.under}>
          {facts.join(', ')}
          {end !== null && (
            <>
              {facts.length > 0 && ', '}
              <TimeBox end={end} />
            </>
          )}
        </p>
      )}
      {waitsForApproval(step) && (
        <p className={`${parts.under} ${styles.waits}`}>
          {step.by !== null && step.startedAt === null && step.at !== null
            ? `${words.waiting(step.askers.map(nameOf).join(', '))}: ${words.tickedWithout}`
            : words.waiting(step.askers.map(nameOf).join(', '))}
        </p>
      )}
      <Settled step={step} nameOf={names} />
    </>
  );
}

/** Who has an open step, and what to know before it is taken. */
function factsOf(step: Step, nameOf: (person: string) => string): string[] {
  const who =
    step.assignee !== null
      ? nameOf(step.assignee)
      : step.meant !== null
        ? words.meant(sayRole(step.meant))
        : null;
  return [
    who,
    timeBoxEnd(step) === null && step.minutes !== null ? words.timeBox(step.minutes) : null,
    step.isGuarded ? words.guarded : null,
    step.needsApproval && step.askers.length === 0 ? words.needsApproval : null,
    step.approval ? words.approvedBy(nameOf(step.approval.by)) : null,
  ].filter((each) => each !== null);
}

function TimeBox({ end }: { end: number }) {
  const isLate = useNow() > end;
  return (
    <span className={isLate ? parts.late : undefined}>
      <Due at={end} />
    </span>
  );
}

/** Who completed or skipped a step, when, and the reason for skipping. */
function Settled({ step, nameOf }: { step: Step; nameOf: (person: string) => string }) {
  if (step.state === 'open' || step.by === null || step.at === null) return null;
  return (
    <p className={`${parts.under} ${styles.settled}`}>
      {step.state === 'skipped' ? strings.checklist.skippedBy(nameOf(step.by)) : nameOf(step.by)}{' '}
      <When at={step.at} />
      {step.why ? `: ${step.why}` : ''}
      {step.approval ? `, ${words.approvedBy(nameOf(step.approval.by))}` : ''}
    </p>
  );
}
