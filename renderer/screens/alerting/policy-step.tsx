import type { KeyboardEvent } from 'react';
import { Button, Checkbox, MultiSelect, NumberInput } from '@mantine/core';
import { strings } from '../../strings/index.ts';
import type { PolicyAnswer as Policy, PolicyTarget } from '#wire/api/policies.ts';
import type { Targets } from '../../paging/targets.ts';
import styles from './policies.module.css';

const say = strings.alerting.policies;

type Step = Policy['steps'][number];
type StepProps = {
  /** Starts at 1. */
  number: number;
  /** Start of the step, in minutes after the first page. */
  at: number;
  isLast: boolean;
  step: Step;
  targets: Targets;
  wrongTargets: string | undefined;
  wrongWait: string | undefined;
  onChange: (step: Step) => void;
  onRemove: () => void;
  onMove: (by: -1 | 1) => void;
};

/** One rung: its start, its targets, whether the next on call is paged too, and its wait. */
export function PolicyStep(props: StepProps) {
  const { number, at, step, wrongWait, onChange, onMove } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <div
      className={styles.rung}
      role="group"
      aria-label={say.stepTitle(number)}
      aria-description={say.moveHint}
      onKeyDown={onKeyDown}
    >
      <span className={styles.at}>{say.at(at)}</span>
      <StepTargets {...props} />
      <NumberInput
        label={say.wait}
        suffix={strings.fields.units.minutes}
        min={0.05}
        max={1_440}
        value={step.waitMinutes}
        error={wrongWait}
        onChange={(typed) => onChange({ ...step, waitMinutes: Number(typed) })}
      />
      <StepMoves {...props} />
    </div>
  );
}

type TargetsProps = Pick<StepProps, 'step' | 'targets' | 'wrongTargets' | 'onChange'>;

function StepTargets({ step, targets, wrongTargets, onChange }: TargetsProps) {
  const choose = (values: readonly string[]) => {
    const chosen = values.map((value): PolicyTarget => {
      const [kind = 'person', id = ''] = value.split(':');
      const before = step.targets.find((each) => each.kind === kind && each.id === id);
      return before ?? { kind: kind as PolicyTarget['kind'], id };
    });
    onChange({ ...step, targets: chosen });
  };
  const setBackup = (target: PolicyTarget, backup: boolean) => {
    const { kind, id } = target;
    const next: PolicyTarget = backup ? { kind, id, backup } : { kind, id };
    onChange({ ...step, targets: step.targets.map((each) => (each === target ? next : each)) });
  };
  return (
    <div>
      <MultiSelect
        label={say.page}
        data={targets.options.map(({ group, items }) => ({ group, items }))}
        value={step.targets.map(({ kind, id }) => `${kind}:${id}`)}
        error={wrongTargets}
        searchable
        onChange={choose}
      />
      {step.targets
        .filter(({ kind }) => kind === 'schedule')
        .map((target) => (
          <Checkbox
            key={target.id}
            mt={6}
            label={say.backup(targets.nameOf('schedule', target.id))}
            checked={target.backup ?? false}
            onChange={(event) => setBackup(target, event.currentTarget.checked)}
          />
        ))}
    </div>
  );
}

type MovesProps = Pick<StepProps, 'number' | 'isLast' | 'onMove' | 'onRemove'>;

function StepMoves({ number, isLast, onMove, onRemove }: MovesProps) {
  return (
    <span className={styles.moves}>
      <Button
        variant="subtle"
        aria-label={say.moveUp(number)}
        disabled={number === 1}
        onClick={() => onMove(-1)}
      >
        ↑
      </Button>
      <Button variant="subtle" aria-label={say.moveDown(number)} disabled={isLast} onClick={() => onMove(1)}>
        ↓
      </Button>
      <Button variant="subtle" aria-label={say.removeStep(number)} onClick={onRemove}>
        {say.remove}
      </Button>
    </span>
  );
}
