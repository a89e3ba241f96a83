// The highest severity counts, even if it was lowered later; the review also shows its history.
import type { Severity } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';
import { severities } from '../team/scales.ts';
import { standing } from './outages.ts';
import type { Doer, People } from './people.ts';

export type SeverityChange = {
  at: number;
  severity: Severity;
  why: string | null;
  doer: Doer | null;
  fact: string;
};
export type SeverityStory = {
  peak: Severity | null;
  final: Severity | null;
  history: readonly SeverityChange[];
};

export function tellSeverity(room: Room, { doer }: People): SeverityStory {
  const history = standing(room).flatMap(({ fact, at, id }): SeverityChange[] => {
    const isFirst = fact.kind === 'declared' && id === room.declared?.id;
    if (fact.kind !== 'severity' && !isFirst) return [];
    const { severity } = fact;
    if (severity === undefined) return [];
    const why = fact.kind === 'severity' ? (fact.why ?? null) : null;
    return [{ at, severity, why, doer: doer(fact.by, at), fact: id }];
  });
  const final = room.severity.isSet ? room.severity.value : null;
  const known = new Set([...history.map(({ severity }) => severity), ...(final === null ? [] : [final])]);
  const peak = severities.find((each) => known.has(each)) ?? null;
  return { peak, final, history: history.filter(({ severity }, i) => severity !== history[i - 1]?.severity) };
}
