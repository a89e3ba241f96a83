// GR1..GR4: whether an action helped, as far as the checks can tell. A human confirms or overrides.
import type { ActionOutcome } from '../facts/actions.ts';
import type { Sample } from '../feed/feed.ts';
import type { Action } from '../view/work-view.ts';
import { durationText } from '../time/time.ts';
import { compareCheck, type CheckChange } from './compare-check.ts';
import { cutLine } from '../text/cut.ts';
import { table } from '../text/words.ts';

export type GradeReason =
  | 'recovered'
  | 'faster'
  | 'began-to-fail'
  | 'slower'
  | 'still-failing'
  | 'unchanged'
  | 'mixed'
  | 'overlapping'
  | 'no-checks'
  | 'not-measured';
export type GradeProposal = {
  /** The window runs until `endsAt`; until then the result is provisional. */
  isRunning: boolean;
  endsAt: number;
  outcome: ActionOutcome;
  reason: GradeReason;
  /** The reason with its numbers, proposed as `graded.evidence`. */
  evidence: string;
  /** The check that decided, else the first. */
  decidedBy: string | null;
  changes: readonly CheckChange[];
};

export const observationMs = 10 * 60_000;

export type Observed = { name: string; samples: readonly Sample[] };
type Moment = Pick<Action, 'id' | 'text' | 'at'>;

/** `others`: every action of the room; the one that is graded may be among them. */
export function proposeGrade(options: {
  action: Moment;
  others: readonly Moment[];
  checks: readonly Observed[];
  now: number;
  windowMs?: number;
}): GradeProposal {
  const { action, others, checks, now, windowMs = observationMs } = options;
  const { at } = action;
  const changes = checks.map(({ name, samples }) => compareCheck(name, samples, { at, windowMs }));
  const overlap = others.find((other) => other.id !== action.id && Math.abs(other.at - at) < windowMs);
  const judged = judge(changes, at);
  const endsAt = at + windowMs;
  const found =
    overlap && changes.length > 0 && judged.reason !== 'not-measured'
      ? {
          ...judged,
          outcome: 'inconclusive' as const,
          reason: 'overlapping' as const,
          evidence: `${sayApart(overlap, at)}, so either may be the cause: ${judged.evidence}`,
        }
      : judged;
  return { isRunning: now < endsAt, endsAt, changes, ...found };
}

const words = table({
  noCheck: 'no check is linked to this incident',
  notMeasured: 'the checks were not measured before and after it',
  more: (count: number) => `and ${count} more`,
  stillFails: (name: string) => `${name} still fails`,
  beganToFail: (name: string) => `${name} began to fail`,
  answered: (name: string) => `${name} answered before and after`,
  recovered: (name: string, length: string) => `${name} recovered after ${length}`,
});

type Judgement = Pick<GradeProposal, 'outcome' | 'reason' | 'evidence' | 'decidedBy'>;

function judge(changes: readonly CheckChange[], at: number): Judgement {
  if (changes.length === 0) return nothingSeen('no-checks', words.noCheck);
  const measured = changes.filter(({ health }) => health !== 'unknown');
  if (measured.length === 0) return nothingSeen('not-measured', words.notMeasured);
  const be = (health: CheckChange['health']) => measured.filter((change) => change.health === health);
  const [recovered, broken, failing] = [be('recovered'), be('began-to-fail'), be('still-failing')];
  const [faster, slower] = (['faster', 'slower'] as const).map((verdict) =>
    measured.filter(({ latency }) => latency?.verdict === verdict),
  ) as [CheckChange[], CheckChange[]];
  const good = [...recovered, ...faster.filter((change) => !recovered.includes(change))];
  const bad = [...broken, ...slower.filter((change) => !broken.includes(change))];
  const decide = (outcome: ActionOutcome, reason: GradeReason, shown: readonly CheckChange[]): Judgement => ({
    outcome,
    reason,
    evidence: sayChanges(shown, at),
    decidedBy: shown[0]?.name ?? null,
  });
  if (good.length > 0 && bad.length > 0) return decide('inconclusive', 'mixed', [...good, ...bad]);
  if (bad.length > 0) return decide('made-worse', broken.length > 0 ? 'began-to-fail' : 'slower', bad);
  if (good.length > 0)
    return decide('helped', recovered.length > 0 ? 'recovered' : 'faster', [...good, ...failing]);
  if (failing.length > 0) return decide('no-effect', 'still-failing', failing);
  return decide('no-effect', 'unchanged', measured);
}

const nothingSeen = (reason: GradeReason, evidence: string): Judgement => ({
  outcome: 'inconclusive',
  reason,
  evidence,
  decidedBy: null,
});

/** The most checks named; the rest are counted. */
const mostSaid = 3;

function sayChanges(changes: readonly CheckChange[], at: number): string {
  const said = changes.slice(0, mostSaid).map((change) => sayChange(change, at));
  const rest = changes.length - said.length;
  return [...said, ...(rest > 0 ? [words.more(rest)] : [])].join('; ');
}

function sayChange({ name, health, recoveredAt, latency }: CheckChange, at: number): string {
  const numbers = latency ? `p50 ${sayMove(latency, 'p50')}, p95 ${sayMove(latency, 'p95')}` : null;
  if (health === 'still-failing') return words.stillFails(name);
  if (health === 'began-to-fail') return words.beganToFail(name);
  if (health !== 'recovered') return numbers === null ? words.answered(name) : `${name} ${numbers}`;
  const recovered = words.recovered(name, durationText((recoveredAt ?? at) - at));
  return numbers === null ? recovered : `${recovered}, ${numbers}`;
}

type Latency = NonNullable<CheckChange['latency']>;

function sayMove({ before, after }: Latency, which: 'p50' | 'p95'): string {
  const [was, is] = [before[which], after[which]];
  const share =
    was === 0 ? '' : ` (${is < was ? '-' : '+'}${Math.round((Math.abs(is - was) / was) * 100)} %)`;
  return `${sayMs(was)} to ${sayMs(is)}${share}`;
}

const sayMs = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);

function sayApart(other: Moment, at: number): string {
  const apart = other.at - at;
  const when =
    apart === 0
      ? 'at the same time'
      : `${durationText(Math.abs(apart))} ${apart < 0 ? 'before' : 'after'} it`;
  return `“${cutLine(other.text.trim().split('\n', 1)[0] ?? '', 60)}” was done ${when}`;
}
