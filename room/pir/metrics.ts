// RV2, design "Numbers that do not lie": instants come from facts, durations from two printed instants. An unknown
// value is missing, and an end before its start is invalid; neither is shown as a number.
import { instantLabels, isComing, startWords, type Instants, type Start } from './instants.ts';
import { sayDuration } from './zone.ts';

export type Metric = {
  id: string;
  name: string;
  definition: string;
  ms: number | null;
  /** `invalid`: the end is before the start. */
  state: 'counted' | 'not recorded' | 'invalid';
  /** Not recorded because its end is still to come: the incident goes on. Absent otherwise. */
  isPending?: true;
  /** The alert came before customers were affected, so there was nothing to detect late. Absent otherwise. */
  isAhead?: true;
  note: string | null;
  from: string;
  until: string;
};

type Span = readonly [
  id: string,
  name: string,
  from: keyof Instants,
  until: keyof Instants,
  /** `since`: what lengths are counted from. */
  definition: (since: string) => string,
];

const spans: readonly Span[] = [
  [
    'impact',
    'Customer impact',
    'impactBegan',
    'impactEnded',
    () => 'From the beginning to the end of customer impact, as people noted them.',
  ],
  [
    'detect',
    'Time to detect',
    'impactBegan',
    'detected',
    (since) => `From the beginning of customer impact to ${since}.`,
  ],
  [
    'acknowledge',
    'Time to acknowledge',
    'detected',
    'acknowledged',
    (since) =>
      `From ${since} to the first acknowledgement, or to the first role taken when nobody acknowledged. Counts towards MTTA.`,
  ],
  [
    'tell',
    'Time to first customer update',
    'detected',
    'firstExternal',
    (since) => `From ${since} to the first update sent to anybody outside the team.`,
  ],
  [
    'recover',
    'Time to recover',
    'detected',
    'recovered',
    (since) =>
      `From ${since} until customer impact had ended and no check was down. Counts towards MTTR (recover).`,
  ],
  [
    'resolve',
    'Time to resolved',
    'detected',
    'resolved',
    (since) => `From ${since} to resolved. A reopened incident counts to the last time.`,
  ],
  [
    'close',
    'Time to closed',
    'detected',
    'closed',
    (since) => `From ${since} to closed, when review and prevention are done. Counts towards MTTR (resolve).`,
  ],
];

/** `start`: what came first, which the definitions and notes then name. */
export function collectMetrics(instants: Instants, start: Start = 'alert'): Metric[] {
  const { came, since } = startWords[start];
  return spans.map(([id, name, from, until, define]) => {
    const definition = define(since);
    const [first, end] = [instants[from], instants[until]];
    const common = { id, name, definition, from: instantLabels[from], until: instantLabels[until] };
    if (first.at === null || end.at === null) {
      const note = first.at === null ? first.note : end.note;
      const isPending = first.at !== null && end.at === null && isComing(until, instants);
      return { ...common, ms: null, state: 'not recorded', note, ...(isPending && { isPending }) };
    }
    if (end.at < first.at && id === 'detect') {
      const ahead = sayDuration(first.at - end.at);
      const note = `${came} ${ahead} before customers were affected`;
      return { ...common, ms: null, state: 'not recorded', isAhead: true, note };
    }
    if (end.at < first.at) {
      const note = `“${instantLabels[until]}” is before “${instantLabels[from]}”`;
      return { ...common, ms: null, state: 'invalid', note };
    }
    return { ...common, ms: end.at - first.at, state: 'counted', note: null };
  });
}
