import type { KeyboardEvent } from 'react';
import { Menu } from '@mantine/core';
import { strings } from '#renderer/strings/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { openAbove } from '#room/playbooks/checklist-rules.ts';
import { outcomes, type ActionOutcome } from '#room/facts/actions.ts';
import type { Checklist } from '#room/view/work-view.ts';
import parts from '#renderer/ui/rows.module.css';
import { useKnownPeople } from '../use-known-people.ts';
import styles from './checklist.module.css';
import { StepState } from './step-state.tsx';
import { plainStep, StepText } from './step-text.tsx';
import { useStepActs } from './use-step-acts.ts';
import { WhyForm } from './why-form.tsx';

type Step = Checklist['steps'][number];
type StepRowProps = {
  checklist: Checklist;
  step: Step;
  /** The first open step. It shows its full text; the others show one line. */
  isCurrent: boolean;
  move: (by: number) => void;
  focus: () => void;
};
const words = strings.playbooks.run;

/** One step. Its keys work while its checkbox has the focus; all other keys still reach the room. */
export function StepRow({ checklist, step, isCurrent, move, focus }: StepRowProps) {
  const acts = useStepActs(checklist, step);
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    s: acts.skip,
    b: acts.begin,
    g: () => acts.showPeople(true),
    a: acts.approve,
    v: acts.copy,
    o: acts.follow,
    ...(acts.canAutomate && { Q: acts.automate }),
    // PB11: whether the step helped. Only for a step that is done.
    ...(acts.canGrade && {
      h: () => acts.grade('helped'),
      n: () => acts.grade('no-effect'),
      w: () => acts.grade('made-worse'),
      i: () => acts.grade('inconclusive'),
    }),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!act) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };
  const leave = () => {
    acts.leave();
    focus();
  };
  return (
    <li className={styles.step} data-state={step.state} data-current={isCurrent} title={plainStep(step.text)}>
      <label className={styles.line}>
        <input
          type="checkbox"
          // A skipped step is neither done nor open: the checkbox shows a dash.
          ref={(box) => {
            if (box) box.indeterminate = step.state === 'skipped';
          }}
          checked={step.state === 'done'}
          disabled={!acts.canWrite}
          aria-label={plainStep(step.text)}
          aria-description={
            acts.isOpen ? words.keys : acts.canGrade ? strings.checklist.gradeKeys : undefined
          }
          onChange={acts.tick}
          onKeyDown={onKeyDown}
        />
        <span className={styles.text}>
          <StepText text={step.text} />
        </span>
      </label>
      <StepState step={step} />
      {acts.canGrade && <StepGrade acts={acts} current={step.grade?.outcome ?? null} />}
      {acts.isOpen && acts.asking === null && <StepActs acts={acts} onClose={focus} />}
      {acts.asking === 'skip' && (
        <WhyForm
          label={words.skipWhy}
          hint={words.skipHint}
          onLeave={leave}
          onWhy={(why) => acts.set('skipped', why)}
        />
      )}
      {acts.asking === 'early' && (
        <WhyForm
          label={words.earlyWhy}
          hint={words.earlyHint(openAbove(checklist, step))}
          onLeave={leave}
          onWhy={(why) => acts.set('done', why)}
        />
      )}
    </li>
  );
}

/**
 * Asks, once the step is done, whether it helped and whether it can be automated (AI9). The checkbox has the
 * keys.
 */
function StepGrade({
  acts,
  current,
}: {
  acts: ReturnType<typeof useStepActs>;
  current: ActionOutcome | null;
}) {
  return (
    <div className={styles.grades}>
      <div role="group" aria-label={strings.checklist.gradeStep}>
        {outcomes.map((outcome) => (
          <button
            key={outcome}
            type="button"
            className={parts.quiet}
            tabIndex={-1}
            aria-pressed={current === outcome}
            onClick={() => acts.grade(outcome)}
          >
            {strings.checklist.graded[outcome]}
          </button>
        ))}
      </div>
      {acts.canAutomate && (
        <button type="button" className={parts.quiet} tabIndex={-1} onClick={acts.automate}>
          {strings.checklist.canBeAutomated} <Kbd keys="shift+q" />
        </button>
      )}
    </div>
  );
}

function StepActs({ acts, onClose }: { acts: ReturnType<typeof useStepActs>; onClose: () => void }) {
  const people = useKnownPeople();
  return (
    <div className={styles.acts} data-asks={acts.canApprove}>
      {acts.canApprove && (
        <button type="button" className={parts.act} tabIndex={-1} onClick={acts.approve}>
          {words.approve} <Kbd keys="a" />
        </button>
      )}
      {acts.canBegin && (
        <button type="button" className={parts.quiet} tabIndex={-1} onClick={acts.begin}>
          {acts.isHeld ? words.ask : words.start} <Kbd keys="b" />
        </button>
      )}
      <Menu
        opened={acts.isGiving}
        onChange={acts.showPeople}
        onClose={onClose}
        position="bottom-start"
        withinPortal
        returnFocus={false}
      >
        <Menu.Target>
          <button type="button" className={parts.quiet} tabIndex={-1}>
            {words.give} <Kbd keys="g" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {people.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => acts.give(id)}>
              {name}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => acts.give(null)}>{words.nobody}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <button type="button" className={parts.quiet} tabIndex={-1} onClick={acts.skip}>
        {words.skip} <Kbd keys="s" />
      </button>
    </div>
  );
}
