// A list of steps with one form: add, remove, undo, and move by buttons or Alt with the arrow keys. Each step has an
// id, so that focus and errors move with it.
import { useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '@mantine/core';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import type { FieldValue, FieldValues, FormField } from './field.ts';
import { StepFields } from './step-fields.tsx';
import styles from './fields.module.css';

const words = strings.fields;

type StepsProps = {
  field: FormField;
  form: NonNullable<FormField['steps']>;
  steps: readonly FieldValues[];
  /** The server's error for the list (''), for one step (`.2`), or for a field of a step (`.2.url`). */
  expected: (inner: string) => string | undefined;
  onChange: (steps: readonly FieldValues[]) => void;
};

const nameOf = (step: FieldValues) => (typeof step['name'] === 'string' ? step['name'].trim() : '');

/** The changes of the list: each keeps the ids beside their steps and moves the focus. */
function useStepChanges({ form, steps, onChange }: Omit<StepsProps, 'field' | 'expected'>) {
  const { ids, next: nextId, setIds } = useIds(steps.length);
  const [said, setSaid] = useState('');
  const [removed, setRemoved] = useState<{ at: number; step: FieldValues; id: number } | null>(null);
  const list = useRef<HTMLOListElement>(null);
  /** Focuses an element after the next render. */
  const focus = (selector: string) =>
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(selector)?.focus());
  const set = (nextIds: readonly number[], next: readonly FieldValues[], say: string) => {
    setIds(nextIds);
    setSaid(say);
    setRemoved(null);
    onChange(next);
  };
  const insert = (at: number, step: FieldValues, id: number) => {
    set(ids.toSpliced(at, 0, id), steps.toSpliced(at, 0, step), '');
    focus(`[data-step="${id}"] input`);
  };
  const remove = (at: number) => {
    const step = steps[at] ?? {};
    const id = ids[at] ?? 0;
    set(ids.toSpliced(at, 1), steps.toSpliced(at, 1), words.removed(at + 1, nameOf(step)));
    setRemoved({ at, step, id });
    const next = ids[at + 1] ?? ids[at - 1];
    focus(`[data-step="${next}"] input`);
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= steps.length) return;
    const swap = <T,>(all: readonly T[]) => all.with(from, all[to]!).with(to, all[from]!);
    set(swap(ids), swap(steps), words.moved(to + 1));
    requestAnimationFrame(() => document.activeElement?.scrollIntoView({ block: 'nearest' }));
  };
  const add = () => {
    if (steps.length >= form.most) setSaid(words.mostSteps(form.most));
    else insert(steps.length, {}, nextId);
  };
  const putBack = removed && (() => insert(removed.at, removed.step, removed.id));
  return { ids, list, said, add, remove, putBack, move };
}

/** Alt with the arrow keys moves a step; `move` takes the number of places. */
const moveByKey = (move: (by: number) => void) => (event: KeyboardEvent) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || by === undefined) return;
  // Runs before the field, which would use the arrow keys to choose, count or open.
  event.preventDefault();
  event.stopPropagation();
  move(by);
};

export function StepsInput({ field, ...rest }: StepsProps) {
  const { form, steps, expected, onChange } = rest;
  const { ids, list, said, add, remove, putBack, move } = useStepChanges(rest);
  return (
    <div className={styles.wide} role="group" aria-label={field.label}>
      <StepsHead field={field} isMovable={steps.length > 1} fault={expected('')} />
      <ol ref={list}>
        {steps.map((step, index) => (
          <li
            key={ids[index]}
            data-step={ids[index]}
            onKeyDownCapture={moveByKey((by) => move(index, index + by))}
          >
            <StepFields
              number={index + 1}
              title={words.step(index + 1, nameOf(step))}
              fields={form.fields}
              values={step}
              expected={(name) => expected(`.${index}.${name}`)}
              isLast={index === steps.length - 1}
              onChange={(name: string, value: FieldValue) =>
                onChange(steps.with(index, { ...step, [name]: value }))
              }
              onMove={(by) => move(index, index + by)}
              onRemove={steps.length > 1 ? () => remove(index) : null}
            />
          </li>
        ))}
      </ol>
      <StepsEnd isFull={steps.length >= form.most} said={said} add={add} putBack={putBack} />
    </div>
  );
}

type HeadProps = { field: FormField; isMovable: boolean; fault: string | undefined };

function StepsHead({ field, isMovable, fault }: HeadProps) {
  return (
    <>
      <div className={styles.stepsHead}>
        <span>{field.label}</span>
        {isMovable && (
          <span className="label">
            <Kbd keys="alt+arrowup" /> <Kbd keys="alt+arrowdown" /> {words.moving}
          </span>
        )}
      </div>
      {field.hint !== null && <p className="label">{field.hint}</p>}
      {fault !== undefined && <p className={styles.fault}>{fault}</p>}
    </>
  );
}

type EndProps = { isFull: boolean; said: string; add: () => void; putBack: (() => void) | null };

function StepsEnd({ isFull, said, add, putBack }: EndProps) {
  return (
    <div className={styles.stepsEnd}>
      <Button
        size="compact-sm"
        {...(isFull && { 'data-disabled': true })}
        aria-disabled={isFull}
        onClick={add}
      >
        {words.addStep}
      </Button>
      <span className="label" role="status">
        {said}
      </span>
      {putBack && (
        <Button size="compact-sm" variant="subtle" onClick={putBack}>
          {words.putBack}
        </Button>
      )}
    </div>
  );
}

/** One id per step, in order; ids are never reused. */
function useIds(count: number) {
  const [{ ids, next }, set] = useState({
    ids: Array.from({ length: count }, (_, index) => index),
    next: count,
  });
  const setIds = (all: readonly number[]) =>
    set({ ids: [...all], next: Math.max(next, ...all.map((id) => id + 1)) });
  return { ids, next, setIds };
}
