import { useState } from 'react';
import { sayProblem, useApi } from '../api.ts';
import { useResource } from '../use-resource.ts';

/** What came of harmless pages, read anew every `everyMs`, and the beginning of another at the same path. */
export function useTests<T>(path: string, everyMs: number) {
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
