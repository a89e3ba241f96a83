import { useState } from 'react';
import { stillWrong } from './field.ts';

/** A change that a form or a button asks the server for, one at a time. */
export type Attempt = {
  busy: boolean;
  /** Why the last change was refused; null from the start of the next one on. */
  problem: unknown;
  attempt: (work: () => Promise<unknown>) => Promise<void>;
};

/**
 * `attempt` calls `onDone` after the change. When the server refuses it, `onDone` is not called, so that a form stays
 * open, and the error stands in `problem`. With `body`, which is what the form would send now, the error of a field
 * goes as soon as that field is changed.
 */
export function useAttempt(onDone?: () => void, body?: object): Attempt {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [sent, setSent] = useState(body);
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    setSent(body);
    try {
      await work();
      onDone?.();
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
  };
  return { busy, problem: body && sent ? stillWrong(problem, sent, body) : problem, attempt };
}
