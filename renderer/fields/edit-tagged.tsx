import { useEffect, useState, type ReactNode } from 'react';
import { sayProblem, useApi } from '../server/api.ts';
import type { Tagged } from '../server/http.ts';
import { AwaitedPart } from '../ui/awaited.tsx';
import { Problem } from '../ui/problem.tsx';

type EditProps<T> = { path: string; children: (before: Tagged<T>) => ReactNode };

/** A form for a resource as it was when the form opened. The server rejects a save over later changes (HT3). */
export function EditTagged<T>({ path, children }: EditProps<T>) {
  const api = useApi();
  const [before, setBefore] = useState<Tagged<T> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    api.getTagged<T>(path).then(setBefore, (error: unknown) => setProblem(sayProblem(error)));
  }, [api, path]);
  if (problem !== null) return <Problem>{problem}</Problem>;
  return before ? children(before) : <AwaitedPart />;
}
