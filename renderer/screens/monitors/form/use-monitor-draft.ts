import { useState } from 'react';
import type { Tagged } from '../../../server/http.ts';
import { draftOf, emptyDraft, withGuess, withKind, type MonitorDraft } from './draft.ts';
import { guessTarget } from './guess-target.ts';
import type { CheckKind, Monitor } from '../monitor.ts';

/** The initial values of the form. */
export type Begun = {
  kinds: readonly CheckKind[];
  before: Tagged<Monitor> | null;
  /** AI7: the action item that the monitor is made from. */
  of?: Monitor['origin'] | null;
};

/** The draft, and the address it is guessed from until the user chooses a kind or a name. */
export function useMonitorDraft({ kinds, before, of = null }: Begun) {
  const [draft, setDraft] = useState<MonitorDraft>(() =>
    before ? draftOf(before.value) : { ...emptyDraft(), ...(of && { origin: of }) },
  );
  const [address, setAddress] = useState('');
  const [kept, setKept] = useState({ kind: before !== null, name: before !== null });
  const change = (part: Partial<MonitorDraft>) => setDraft((known) => ({ ...known, ...part }));
  return {
    draft,
    kind: kinds.find((each) => each.kind === draft.kind),
    address,
    change,
    rename: (name: string) => {
      setKept((known) => ({ ...known, name: true }));
      change({ name });
    },
    choose: (name: string | null) => {
      const chosen = kinds.find((each) => each.kind === name);
      if (!chosen) return;
      setKept((known) => ({ ...known, kind: true }));
      setDraft((known) => withKind(known, chosen));
    },
    read: (typed: string) => {
      setAddress(typed);
      const guess = guessTarget(typed);
      const guessed = guess && kinds.find((each) => each.kind === (kept.kind ? draft.kind : guess.kind));
      if (!guess) return;
      setDraft((known) => {
        const next = withGuess(known, guess, kept);
        // Where the kinds could not be read, only the kind's name is known; its form follows.
        return next.kind === known.kind || !guessed ? next : withKind(next, guessed);
      });
    },
  };
}

export type Drafting = ReturnType<typeof useMonitorDraft>;

/** Required fields that the address does not fill. A passive check shows its few main settings. */
export function fieldsBeforeMore(kind: CheckKind, address: string): CheckKind['fields'] {
  const filled = guessTarget(address)?.settings ?? {};
  return kind.fields.filter(
    (field) => (field.isRequired && !(field.name in filled)) || (kind.isPassive && field.isMain),
  );
}
