// KY8: every key action of this screen can also be found by its label.
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { useKeyList, useRunKeys } from '../ui/keys.tsx';

/** Keys that only move, answer or leave make no sense in a list. */
const movesOnly = /^(?:arrow|home|end|page|enter|escape|tab|space|[jk]$|mod\+k$)/u;
/** Delay until the palette has returned the focus. An earlier action would lose the focus it sets. */
const focusBackMs = 40;

/**
 * One action for each key that works here now, except those that `known` has by their words or by their key. `others`
 * are other words for what the keys of this screen do, by key.
 */
export function useKeyGroup(
  known: ReadonlySet<string>,
  others: Readonly<Record<string, readonly string[]>>,
): SpotlightActionGroupData[] {
  const keys = useKeyList();
  const run = useRunKeys();
  const given = new Set<string>();
  /** The room's own key of this name, not that of a focused row, which is listed later. */
  const othersOf = (key: string) => {
    if (given.has(key)) return [];
    given.add(key);
    return [...(others[key] ?? [])];
  };
  const actions = keys.flatMap(({ keys: bound, label, group }): SpotlightActionData[] => {
    const [first] = bound;
    if (first === undefined || movesOnly.test(first) || known.has(label) || known.has(first)) return [];
    return [
      {
        id: `key-${group}-${first}`,
        label,
        keywords: othersOf(first),
        rightSection: <Kbd keys={first} isAlways />,
        onClick: () => void setTimeout(() => run(first, group), focusBackMs),
      },
    ];
  });
  return actions.length === 0 ? [] : [{ group: strings.shell.onThisScreen, actions }];
}
