import { useEffect, useState } from 'react';
import { sayProblem, useApi } from '../api.ts';
import type { Tagged } from '../http.ts';
import { Problem } from '../ui/problem.tsx';
import { MonitorForm } from './monitor-form.tsx';
import type { CheckKind, Monitor } from './monitor.ts';

/** The form of a monitor as it is now; what others change meanwhile is refused when it is saved. */
export function EditMonitor({ id, kinds }: { id: string; kinds: readonly CheckKind[] }) {
  const api = useApi();
  const [before, setBefore] = useState<Tagged<Monitor> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    api
      .getTagged<Monitor>(`/monitors/${encodeURIComponent(id)}`)
      .then(setBefore, (error: unknown) => setProblem(sayProblem(error)));
  }, [api, id]);
  if (problem !== null) return <Problem>{problem}</Problem>;
  return before && <MonitorForm kinds={kinds} before={before} />;
}
