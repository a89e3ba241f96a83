import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { TextInput } from '@mantine/core';
import { usePersonName } from '#renderer/state/feed.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { When } from '#renderer/ui/time.tsx';
import type { Checklist } from '#room/incident.ts';
import parts from '../parts.module.css';
import { useWriter } from '../use-writer.ts';
import styles from './checklist.module.css';

type Step = Checklist['steps'][number];

/** Steps in order; arrows move, Space ticks and unticks, S skips with a reason. */
export function ChecklistView({ checklist }: { checklist: Checklist }) {
  const { canWrite, write } = useWriter();
  const [skipping, setSkipping] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const settled = checklist.steps.filter(({ state }) => state !== 'open').length;
  const set = (step: string, state: Step['state'], why?: string) =>
    write({ kind: 'step', target: checklist.id, step, state, ...(why ? { why } : {}) });
  const onKeyDown = (event: KeyboardEvent, step: Step, index: number) => {
    const boxes = list.current?.querySelectorAll<HTMLInputElement>('input[type="checkbox"]');
    if (event.key === 'ArrowDown') boxes?.[index + 1]?.focus();
    else if (event.key === 'ArrowUp') boxes?.[index - 1]?.focus();
    else if (event.key === 's' && !event.ctrlKey && !event.metaKey) {
      // On a settled step too the key is the checklist's, and does nothing.
      if (step.state === 'open') setSkipping(step.id);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.checklist}>
      <p className={styles.title}>{checklist.title}</p>
      <progress
        className={styles.progress}
        value={settled}
        max={Math.max(1, checklist.steps.length)}
        aria-label={`${checklist.title}: ${settled} of ${checklist.steps.length} steps`}
      />
      <ol ref={list}>
        {checklist.steps.map((step, i) => (
          <li key={step.id} className={styles.step} data-state={step.state}>
            <label>
              <input
                type="checkbox"
                checked={step.state === 'done'}
                disabled={!canWrite}
                onChange={() => set(step.id, step.state === 'open' ? 'done' : 'open')}
                onKeyDown={(event) => canWrite && onKeyDown(event, step, i)}
              />
              <span className={styles.text}>
                <StepText text={step.text} />
              </span>
            </label>
            {step.state === 'open' && canWrite && skipping !== step.id && (
              <button
                type="button"
                className={styles.skip}
                tabIndex={-1}
                onClick={() => setSkipping(step.id)}
              >
                Skip <Kbd keys="s" />
              </button>
            )}
            <StepRemark step={step} />
            {skipping === step.id && (
              <SkipForm
                onLeave={() => {
                  setSkipping(null);
                  list.current?.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')[i]?.focus();
                }}
                onSkip={(why) => {
                  if (set(step.id, 'skipped', why)) setSkipping(null);
                }}
              />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** A step is a line of Markdown; of that, code to copy is what matters here. */
function StepText({ text }: { text: string }) {
  return text
    .split(/(`[^`\n]+`)/u)
    .map((part, i) =>
      part.startsWith('`') && part.length > 2 ? <code key={i}>{part.slice(1, -1)}</code> : part,
    );
}

/** Who settled a step, when, and why it was skipped. */
function StepRemark({ step }: { step: Step }) {
  const names = usePersonName();
  if (step.state === 'open' || step.by === null || step.at === null) return null;
  return (
    <p className={parts.under}>
      {step.state === 'skipped' ? 'skipped by ' : ''}
      {names(step.by)} <When at={step.at} />
      {step.why ? `: ${step.why}` : ''}
    </p>
  );
}

function SkipForm({ onSkip, onLeave }: { onSkip: (why: string) => void; onLeave: () => void }) {
  const [why, setWhy] = useState('');
  const [isAsked, setAsked] = useState(false);
  const skip = (event: FormEvent) => {
    event.preventDefault();
    if (why.trim() === '') setAsked(true);
    else onSkip(why.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onLeave();
  };
  return (
    <form onSubmit={skip} onKeyDown={onKeyDown} className={styles.skipForm}>
      <TextInput
        aria-label="Why skip this step"
        placeholder="Why skip it? Enter skips, Esc leaves"
        value={why}
        autoFocus
        error={isAsked ? 'Say why: the next person will ask.' : null}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
    </form>
  );
}
