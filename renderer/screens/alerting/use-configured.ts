import { useState } from 'react';
import { useResource } from '../../server/use-resource.ts';
import type { Items } from './kinded.ts';

export type Configured<T> = {
  /** Null until loaded; `problem` says why loading failed. */
  items: readonly T[] | null;
  problem: string | null;
  /** The item in the form; null shows the list. */
  editing: T | 'new' | null;
  edit: (what: T | 'new') => void;
  /** Closes the form and loads the list again. */
  done: () => void;
  reload: () => void;
};

/** A list whose items an owner adds and edits one at a time. */
export function useConfigured<T>(path: string): Configured<T> {
  const { value, problem, reload } = useResource<Items<T>>(path, { everyMs: 10_000 });
  const [editing, setEditing] = useState<T | 'new' | null>(null);
  const done = () => {
    setEditing(null);
    reload();
  };
  return { items: value?.items ?? null, problem, editing, edit: setEditing, done, reload };
}
