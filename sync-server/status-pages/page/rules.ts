// SP140: rules by which a page publishes failing checks by itself, in words that the team wrote before. Pure.
import { z } from 'zod';
import { findUnfilled } from '#room/comms/placeholders.ts';
import { type ComponentStatus, levelOfStatus, rankOf } from '#status-page/levels.ts';
import { limits } from '#status-page/limits.ts';
import type { ComponentChecks } from '#status-page/schema/checks.ts';
import { line, lineTexts, proseTexts, type Texts } from '#status-page/schema/fields.ts';

export const mostRules = 20;
const componentsWord = '{components}';

/** Words are stored as they were typed; `schema` only checks them. */
const words = (schema: z.ZodType) =>
  z.union([z.string(), z.record(z.string(), z.string())]).superRefine((text, context) => {
    for (const { message } of schema.safeParse(text).error?.issues.slice(0, 1) ?? [])
      context.addIssue({ code: 'custom', message });
    const all = Object.values(typeof text === 'string' ? { '': text } : text).join('\n');
    const left = findUnfilled({ text: all.replaceAll(componentsWord, '') });
    if (left.length > 0)
      context.addIssue({
        code: 'custom',
        message: `words without ${left[0]}: a rule fills in only ${componentsWord}`,
      });
  });

export const pageRuleSchema = z.strictObject({
  /** Unique on its page; the page's list of updates names it. */
  name: line(60),
  /** Ids or names of components; absent: every component that a monitor measures. */
  components: z.array(z.string().min(1).max(limits.name)).min(1).max(limits.components).optional(),
  /** How long checks must fail before it publishes, and work again before it resolves. In minutes. */
  afterMinutes: z.int().min(0).max(1_440).optional(),
  title: words(lineTexts(limits.title)),
  body: words(proseTexts(limits.body)),
  /** What it publishes when all checks work again; absent: people say that it is over. */
  resolved: words(proseTexts(limits.body)).optional(),
});
export type PageRule = z.output<typeof pageRuleSchema>;
type Words = PageRule['title'];

type WithRules = {
  rules?: readonly PageRule[] | undefined;
  components: readonly { id?: string | undefined; name: string }[];
};

/** Errors that need more than one field: names twice, and components that the page does not have. */
export function faultsOfRules({ rules = [], components }: WithRules): { field: string; expected: string }[] {
  const known = new Set(components.flatMap(({ id, name }) => (id === undefined ? [name] : [id, name])));
  return rules.flatMap((rule, index) => [
    ...(rules.findIndex(({ name }) => name === rule.name) === index
      ? []
      : [{ field: `rules.${index}.name`, expected: 'a name that no other rule of the page has' }]),
    ...(rule.components ?? []).flatMap((each, place) =>
      known.has(each)
        ? []
        : [
            {
              field: `rules.${index}.components.${place}`,
              expected: 'the id or the name of a component of this page',
            },
          ],
    ),
  ]);
}

/** Shorter failures are left to the people who answer them. */
const defaultAfterMinutes = 2;

/** The author of a rule's updates; no person's id looks like this. */
export const authorOfRule = ({ name }: Pick<PageRule, 'name'>): string => `rule ${name}`;

/** The current result of a component's checks. */
export type Checked = {
  id: string;
  name: string;
  monitor: string | null;
  /** Null: nothing is known. */
  status: ComponentStatus | null;
  since: number;
  isInMaintenance: boolean;
};
export type PageReport = {
  id: string;
  isOpen: boolean;
  /** The authors of its updates, oldest first. */
  authors: readonly string[];
  components: ReadonlyMap<string, ComponentStatus>;
};
export type RuleStep = {
  rule: PageRule;
  /** The report that it continues; null: a new one. */
  report: string | null;
  status: 'investigating' | 'resolved';
  components: readonly { id: string; status: ComponentStatus; monitor: string | null }[];
  /** The names that take the place of `{components}`. */
  names: readonly string[];
};

const statusOf = {
  up: 'operational',
  degraded: 'degraded_performance',
  partial: 'partial_outage',
  down: 'major_outage',
} as const;
const rank = (status: ComponentStatus): number => rankOf(levelOfStatus[status]);

/** The newest state of the checks and since when it lasts; null when checks say nothing at their newest moment. */
export function newestState({
  checkedAt,
  intervals,
}: ComponentChecks): { status: ComponentStatus; since: number } | null {
  if (checkedAt === null) return null;
  const known = intervals.flatMap(({ from, to, state }) =>
    state === 'unknown' ? [] : [{ from, to: to ?? Infinity, status: statusOf[state] }],
  );
  const now = known.filter(({ from, to }) => from <= checkedAt && to >= checkedAt);
  const [first] = now.toSorted((one, other) => rank(other.status) - rank(one.status));
  if (first === undefined) return null;
  const others = known.filter(({ to, status }) => to <= checkedAt && status !== first.status);
  const isBad = rank(first.status) > 0;
  // A good span may begin before an outage that lies within it.
  const since = Math.max(first.from, ...(isBad ? [] : others.map(({ to }) => to)));
  return { status: first.status, since };
}

type Situation = {
  rules: readonly PageRule[];
  components: readonly Checked[];
  reports: readonly PageReport[];
  now: number;
};

/**
 * What the rules publish now. A rule never touches a component that an open report of somebody else names, nor its own
 * report once a person wrote in it.
 */
export function dueSteps(situation: Situation): RuleStep[] {
  const { rules, components, reports } = situation;
  const open = reports.filter(({ isOpen }) => isOpen);
  const named = new Set(open.flatMap((report) => [...report.components.keys()]));
  const steps: RuleStep[] = [];
  for (const rule of rules) {
    const author = authorOfRule(rule);
    const own = open.find(({ authors }) => authors[0] === author) ?? null;
    if (own !== null && own.authors.some((by) => by !== author)) continue;
    const step = own === null ? beginning(rule) : (ending(rule, own, situation) ?? worsening(rule, own));
    if (step === null) continue;
    steps.push(step);
    for (const { id } of step.components) named.add(id);
  }
  return steps;

  function beginning(rule: PageRule): RuleStep | null {
    const list = failing(rule, situation).filter(({ id }) => !named.has(id));
    return list.length === 0 ? null : stepOf(rule, null, list, list);
  }
  /** Another component fails too, or one fails worse than the last update says. */
  function worsening(rule: PageRule, report: PageReport): RuleStep | null {
    const list = failing(rule, situation).filter(({ id, status }) => {
      const said = report.components.get(id);
      return said === undefined ? !named.has(id) : rank(status ?? said) > rank(said);
    });
    if (list.length === 0) return null;
    const all = components.filter((each) => report.components.has(each.id) || list.includes(each));
    return stepOf(rule, report.id, list, all);
  }
}

type Checking = Pick<Situation, 'components' | 'now'>;

const isSteady = (
  { since }: Checked,
  { afterMinutes = defaultAfterMinutes }: PageRule,
  now: number,
): boolean => now - since >= afterMinutes * 60_000;

const failing = (rule: PageRule, { components, now }: Checking): Checked[] =>
  components.filter(
    (each) =>
      each.status !== null &&
      rank(each.status) > 0 &&
      !each.isInMaintenance &&
      covers(rule, each) &&
      isSteady(each, rule, now),
  );

/** The step that says it is over; null while a component of the report fails, or has just stopped failing. */
function ending(rule: PageRule, report: PageReport, { components, now }: Checking): RuleStep | null {
  if (rule.resolved === undefined) return null;
  const told = components.filter(({ id }) => report.components.has(id));
  const isOver = told.every((each) => each.status === 'operational' && isSteady(each, rule, now));
  if (!isOver || told.length === 0) return null;
  const names = told.map(({ name }) => name);
  return { rule, report: report.id, status: 'resolved', components: [], names };
}

const covers = ({ components }: PageRule, { id, name }: Checked): boolean =>
  components === undefined || components.includes(id) || components.includes(name);

function stepOf(
  rule: PageRule,
  report: string | null,
  changed: readonly Checked[],
  all: readonly Checked[],
): RuleStep {
  return {
    rule,
    report,
    status: 'investigating',
    components: changed.map(({ id, status, monitor }) => ({ id, status: status ?? 'operational', monitor })),
    names: all.map(({ name }) => name),
  };
}

/** The team's words with the names of the components, in each of their languages. */
export function fillIn(text: Words, names: readonly string[], most: number): string | Texts {
  const fill = (each: string) =>
    each
      .replaceAll(componentsWord, () => names.join(', '))
      .slice(0, most)
      .toWellFormed();
  if (typeof text === 'string') return fill(text);
  return Object.fromEntries(Object.entries(text).map(([language, each]) => [language, fill(each)]));
}
