import { useSyncExternalStore } from 'react';

export type Width = 'wide' | 'medium' | 'narrow';

/** Below 1180, three columns leave the timeline less than 600. Below 760, two columns leave either less than 380. */
const queries = { medium: '(max-width: 1180px)', narrow: '(max-width: 760px)' } as const;

function subscribe(listener: () => void): () => void {
  const lists = Object.values(queries).map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', listener);
  return () => {
    for (const list of lists) list.removeEventListener('change', listener);
  };
}

function read(): Width {
  if (matchMedia(queries.narrow).matches) return 'narrow';
  return matchMedia(queries.medium).matches ? 'medium' : 'wide';
}

export function useWidth(): Width {
  return useSyncExternalStore(subscribe, read);
}
