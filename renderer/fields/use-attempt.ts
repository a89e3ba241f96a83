import { useState } from 'react';

/** A change that a form or a button asks the server for, one at a time. */
export type Attempt = {
  busy: boolean;
  /** Why the last change was refused; null from the start of the next one on. */
  problem: unknown;
  attempt: (work: () => Promise<unknown>) => Promise<void>;
};

/**
 * `attempt` calls `onDone` after the change. When the server refuses it, `onDone` is not called, so that a form stays
 * open, and the error stands in `problem`.
 */
export function useAttempt(onDone?: () => void): Attempt {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      onDone?.();
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
  };
  return { busy, problem, attempt };
}
