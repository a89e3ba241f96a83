import { useState } from 'react';

/**
 * One change that a form asks the server for. `attempt` calls `onDone` after it; when it is refused, the form stays open
 * with the error as `problem`.
 */
export function useAttempt(onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      onDone();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return { busy, problem, attempt };
}
