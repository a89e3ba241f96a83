import { useState } from 'react';
import { useSession } from '../../server/session.tsx';
import { useResource } from '../../server/use-resource.ts';
import { onward, useRoute } from '../../state/router.ts';
import type { Items } from './kinded.ts';

export type Configured<T> = {
  /** Null until loaded; `problem` says why loading failed. */
  items: readonly T[] | null;
  problem: string | null;
  /** The item in the form; null shows the list. */
  editing: T | 'new' | null;
  /** The kind that the form of a new item begins with. */
  kind: string | null;
  /** The readers whose updates a new channel is to carry. */
  readers: string | null;
  edit: (what: T | 'new') => void;
  /** Closes the form and loads the list again. */
  done: () => void;
  reload: () => void;
};

/** A list whose items an owner adds and edits one at a time. The address may open a form. */
export function useConfigured<T extends { id: string }>(path: string): Configured<T> {
  const { value, problem, reload } = useResource<Items<T>>(path, { everyMs: 10_000 });
  const { isOwner } = useSession();
  const route = useRoute();
  const [chosen, setChosen] = useState<{ item: T | 'new' } | null>(null);
  const items = value?.items ?? null;
  const { add, readers, item, section } = route.screen === 'settings' && isOwner ? route : {};
  const asked = add === undefined ? items?.find(({ id }) => id === item) : 'new';
  const goOn = onward();
  // FE15: of the form that is open now, also when its answer comes late.
  const done = () => {
    setChosen((now) => (now === chosen ? null : now));
    if (section !== undefined && (add ?? item) !== undefined) goOn({ screen: 'settings', section });
    reload();
  };
  const editing = chosen?.item ?? asked ?? null;
  return {
    items,
    problem,
    editing,
    kind: add ?? null,
    readers: readers ?? null,
    edit: (item) => setChosen({ item }),
    done,
    reload,
  };
}
