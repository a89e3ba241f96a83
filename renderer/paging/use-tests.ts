import { useState } from 'react';
import { sayProblem, useApi } from '../server/api.ts';
import { useResource, type Resource } from '../server/use-resource.ts';

type Tests<T> = Pick<Resource<T>, 'value' | 'problem'> & {
  busy: boolean;
  refused: string | null;
  begin: () => Promise<void>;
};

/** Test page results, loaded again every `everyMs`, and a function that starts another test at the same path. */
export function useTests<T>(path: string, everyMs: number): Tests<T> {
  const api = useApi();
  const { value, problem, reload } = useResource<T>(path, { everyMs });
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const begin = async () => {
    setBusy(true);
    try {
      await api.post(path, {});
      setRefused(null);
      reload();
    } catch (error) {
      setRefused(sayProblem(error));
    }
    setBusy(false);
  };
  return { value, problem, busy, refused, begin };
}
