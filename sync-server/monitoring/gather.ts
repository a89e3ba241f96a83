import { gatherChanges } from '../clock.ts';

type Child = { id: string; name: string };

/** Collects the children of each parent for `ms`, then reports them together. */
export function makeGatherer(ms: number, tell: (parent: string, children: readonly Child[]) => void) {
  const waiting = new Map<string, Map<string, Child>>();
  const { soon, stop } = gatherChanges(ms, () => {
    const batch = [...waiting];
    waiting.clear();
    for (const [parent, children] of batch) tell(parent, [...children.values()]);
  });
  return {
    add: (parent: string, child: Child) => {
      waiting.set(parent, (waiting.get(parent) ?? new Map<string, Child>()).set(child.id, child));
      soon();
    },
    stop,
  };
}
