import { useRef } from 'react';
import { useFigures } from '#renderer/screens/playbooks/use-figures.ts';
import { strings } from '#renderer/strings/index.ts';
import parts from '#renderer/ui/rows.module.css';
import { sayLength } from '#renderer/ui/say-time.ts';
import { usuallyLeft } from '#room/playbooks/playbook-statistics.ts';
import type { Checklist } from '#room/view/work-view.ts';
import styles from './checklist.module.css';
import { PlaybookActs } from './playbook-acts.tsx';
import { StepRow } from './step-row.tsx';

/** The steps in order. Arrow keys move between them; every action on a step has a key. */
export function ChecklistView({ checklist }: { checklist: Checklist }) {
  const list = useRef<HTMLOListElement>(null);
  const { steps, title } = checklist;
  const settled = steps.filter(({ state }) => state !== 'open').length;
  const current = steps.findIndex(({ state }) => state === 'open');
  const focus = (index: number) => {
    const boxes = list.current?.querySelectorAll<HTMLInputElement>('input[type="checkbox"]');
    boxes?.[index]?.focus();
  };
  return (
    <div className={styles.checklist}>
      <p className={styles.title}>{title}</p>
      <progress
        className={styles.progress}
        value={settled}
        max={Math.max(1, steps.length)}
        aria-label={`${title}: ${strings.playbooks.run.summary(settled, steps.length)}`}
      />
      {checklist.playbook !== null && current !== -1 && <UsuallyLeft checklist={checklist} />}
      <ol ref={list}>
        {steps.map((step, i) => (
          <StepRow
            key={step.id}
            checklist={checklist}
            step={step}
            isCurrent={i === current}
            move={(by) => focus(i + by)}
            focus={() => focus(i)}
          />
        ))}
      </ol>
      <PlaybookActs checklist={checklist} />
    </div>
  );
}

/** PB7: nothing while no run has done one of the open steps. */
function UsuallyLeft({ checklist }: { checklist: Checklist }) {
  const { figures } = useFigures();
  const known = figures?.get(checklist.playbook ?? '');
  const left = known === undefined ? null : usuallyLeft(checklist.steps, known);
  return left === null ? null : (
    <p className={parts.under}>{strings.playbooks.run.left(sayLength(left.ms), left.timed, left.open)}</p>
  );
}
