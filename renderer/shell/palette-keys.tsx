// KY8: whatever a key of this screen does can be found by its words too.
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { useKeyList, useRunKeys } from '../ui/keys.tsx';

/** What only moves about, answers or leaves means nothing in a list. */
const movesOnly = /^(?:arrow|home|end|page|enter|escape|tab|space|[jk0-9]$|mod\+k$)/u;
/** The palette gives the focus back first; what a key leads into would lose it again. */
const focusBackMs = 40;

/** One action for each key that works here now, but for those in `known`. */
export function useKeyGroup(known: ReadonlySet<string>): SpotlightActionGroupData[] {
  const keys = useKeyList();
  const run = useRunKeys();
  const actions = keys.flatMap(({ keys: bound, label, group }): SpotlightActionData[] => {
    const [first] = bound;
    if (first === undefined || movesOnly.test(first) || known.has(label)) return [];
    return [
      {
        id: `key-${group}-${first}`,
        label,
        rightSection: <Kbd keys={first} isAlways />,
        onClick: () => void setTimeout(() => run(first, group), focusBackMs),
      },
    ];
  });
  return actions.length === 0 ? [] : [{ group: strings.shell.thisScreenDoes, actions }];
}
