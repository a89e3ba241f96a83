// SL: the team's severity levels: their meaning, who is told and how soon. The shipped levels apply until an owner
// changes them.
import { audiences, type Audience } from './audiences.ts';
import type { Cost } from './cost.ts';
import { severities, type Severity } from './scales.ts';
import type { Workdays } from '../time/workdays.ts';
import { table } from '../text/words.ts';

/** Response targets of a level. Null: no such target. */
export type LevelTerms = {
  /** Minutes between two customer updates. */
  updateMinutes: number | null;
  /** Minutes from the declaration to the acknowledgement. */
  acknowledgeMinutes: number | null;
  /** Working days from resolution until the review is due. */
  reviewDays: number | null;
  /** RS3: the calendar by which `reviewDays` count; null: Monday to Friday in UTC. */
  workdays?: Workdays | null | undefined;
  /** Who is told. */
  audiences: readonly Audience[];
};
export type Terms = Readonly<Record<Severity, LevelTerms>>;

/**
 * A level with its texts, targets and cost per minute (null when the team set none). `name` is `P1` to `P4`.
 */
export type Level = LevelTerms & {
  name: Severity;
  title: string;
  /** Its effect on customers, as part of a sentence. */
  impact: string;
  response: string;
  examples: readonly string[];
  /** NU9 */
  costPerMinute: Cost | null;
};

/** An owner's change of a level; absent fields keep the shipped value. */
export type LevelChange = { name: Severity } & Changed<Omit<Level, 'name'>>;
export type Changed<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** `shipped` with the defined fields of `change` in its place. */
export function writtenOver<T extends object>(shipped: T, change: Changed<T> | undefined): T {
  const written = Object.entries(change ?? {}).filter(([, value]) => value !== undefined);
  return { ...shipped, ...Object.fromEntries(written) };
}

/** The upper limit of each target. */
export const longestTerms = { updateMinutes: 1_440, acknowledgeMinutes: 10_080, reviewDays: 60 } as const;

/** The shipped texts of each level. */
const shippedWords: Record<Severity, Omit<Level, 'name' | 'costPerMinute' | keyof LevelTerms>> = table({
  P1: {
    title: 'Critical',
    impact: 'customers cannot use it, or money or data is being lost',
    response:
      'Everybody who is needed, at any hour, until it is resolved. The people on call may roll back, spend money and wake others without asking.',
    examples: ['Nobody can log in', 'Every payment fails', 'Customer data was lost, or others could see it'],
  },
  P2: {
    title: 'Major',
    impact: 'many customers are hindered',
    response:
      'The person on call and one backup, at any hour. They may roll back and wake others without asking.',
    examples: ['Pages take more than 10 seconds', 'One in ten payments fails', 'Search is down'],
  },
  P3: {
    title: 'Minor',
    impact: 'some customers are hindered, or there is a way around it',
    response: 'The person on call, in working hours. Nothing escalates.',
    examples: ['An export fails and can be started again', 'A report is a day late'],
  },
  P4: {
    title: 'Low',
    impact: 'nobody outside notices',
    response: 'Nobody is paged. It becomes a ticket and is fixed within a few weeks.',
    examples: ['A label is wrong', 'A disk of a test machine is half full'],
  },
});

const shippedTerms: Terms = {
  P1: {
    updateMinutes: 15,
    acknowledgeMinutes: 5,
    reviewDays: 2,
    audiences: ['customers', 'internal', 'executives', 'support'],
  },
  P2: {
    updateMinutes: 30,
    acknowledgeMinutes: 15,
    reviewDays: 5,
    audiences: ['customers', 'internal', 'support'],
  },
  P3: {
    updateMinutes: null,
    acknowledgeMinutes: 120,
    reviewDays: 10,
    audiences: ['internal', 'support'],
  },
  P4: {
    updateMinutes: null,
    acknowledgeMinutes: null,
    reviewDays: null,
    audiences: [],
  },
};

/** A level as it ships. */
export const shippedLevel = (name: Severity): Level => ({
  name,
  costPerMinute: null,
  workdays: null,
  ...shippedWords[name],
  ...shippedTerms[name],
});

/** P1 to P4 in force: the shipped levels with the owner's changes. */
export function levelsFrom(changes: readonly LevelChange[]): readonly Level[] {
  return severities.map((name) =>
    writtenOver(
      shippedLevel(name),
      changes.find((each) => each.name === name),
    ),
  );
}

export const levelOf = (levels: readonly Level[], severity: Severity): Level =>
  levels.find(({ name }) => name === severity) ?? shippedLevel(severity);

const termsOf = ({
  updateMinutes,
  acknowledgeMinutes,
  reviewDays,
  workdays,
  audiences: told,
}: LevelTerms): LevelTerms => ({
  updateMinutes,
  acknowledgeMinutes,
  reviewDays,
  ...(workdays && { workdays }),
  audiences: audiences.filter((each) => told.includes(each)),
});

/**
 * SL3: the targets that a new incident records: those of levels that differ from the shipped ones; null for none.
 */
export function termsToKeep(levels: readonly Level[]): Partial<Record<Severity, LevelTerms>> | null {
  const own = levels.flatMap((level) => {
    const terms = termsOf(level);
    const isShipped = JSON.stringify(terms) === JSON.stringify(termsOf(shippedTerms[level.name]));
    return isShipped ? [] : [[level.name, terms] as const];
  });
  return own.length === 0 ? null : Object.fromEntries(own);
}

/** SL3: the targets in force when the incident was declared, from those that its declaration recorded. */
export function termsFrom(kept: Partial<Record<Severity, LevelTerms>> | undefined): Terms {
  const of = (severity: Severity): LevelTerms => termsOf(kept?.[severity] ?? shippedTerms[severity]);
  return { P1: of('P1'), P2: of('P2'), P3: of('P3'), P4: of('P4') };
}
