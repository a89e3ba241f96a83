import { useEffect, useState, type ReactNode } from 'react';
import { ApiProblem, sayProblem, useApi } from '../server/api.ts';
import type { Tagged } from '../server/http.ts';
import { Awaited, AwaitedPart } from '../ui/awaited.tsx';
import { NoSuch } from '../ui/empty.tsx';

type EditProps<T> = {
  path: string;
  /** FE8: where the form is a screen of its own. */
  heading?: { title: string; unknown: string };
  children: (before: Tagged<T>) => ReactNode;
};

/**
 * A form for a resource as it was when the form opened. The server rejects a save over later changes (HT3). Another
 * resource gets a form of its own.
 */
export function EditTagged<T>(props: EditProps<T>) {
  return <EditOne<T> key={props.path} {...props} />;
}

function EditOne<T>({ path, heading, children }: EditProps<T>) {
  const api = useApi();
  const [before, setBefore] = useState<Tagged<T> | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => {
    api.getTagged<T>(path).then(setBefore, setProblem);
  }, [api, path]);
  if (problem === null && before) return children(before);
  const said = problem === null ? null : sayProblem(problem);
  if (!heading) return <AwaitedPart problem={said} />;
  if (problem instanceof ApiProblem && problem.status === 404) return <NoSuch title={heading.unknown} />;
  return <Awaited title={heading.title} problem={said} />;
}
