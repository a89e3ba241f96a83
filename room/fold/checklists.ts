// PB5, PB6: a checklist and the state of its steps. An approval counts when somebody else asked for it, or when
// the approver held command at that time. It depends only on facts, so any order of arrival gives the same result.
import type { Fact, FactKind } from '../facts/fact.ts';
import type { Checklist, Judged } from '../view/work-view.ts';
import { byNoted, exchange } from '../facts/order.ts';
import { family, ofKind } from './family.ts';
import { nothingHeld, take, type Accept, type RoleEvent } from './roles.ts';
import type { Slice } from './slice.ts';

type StepKind = 'graded' | 'step' | 'step-started' | 'step-assigned' | 'step-approved';
type Step = Checklist['steps'][number];
type Planned = Fact<'checklist'>['steps'][number];
type Moment = { noted: number; id: string };

const stepKinds = ['graded', 'step', 'step-started', 'step-assigned', 'step-approved'] as const;
const commandKinds: readonly FactKind[] = ['claimed', 'released', 'handover-offered', 'handover-accepted'];

export function createChecklists(): Slice<readonly Checklist[]> {
  const command = createCommandHistory();
  /** Checklists with self-approved steps; whether these approvals count depends on roles. */
  const selfApproved = new Set<string>();
  const checklists = family<StepKind | 'checklist', Checklist>({
    kinds: ['checklist', ...stepKinds],
    keyOf: (fact) => (fact.kind === 'checklist' ? fact.id : fact.target),
    compute(facts) {
      const base = ofKind(facts, 'checklist')[0];
      if (!base) return null;
      const mayApprove = (approval: Fact<'step-approved'>, askers: ReadonlySet<string>): boolean => {
        if ([...askers].some((asker) => asker !== approval.by)) return true;
        selfApproved.add(base.id);
        return command.wasHeldBy(approval.by, approval);
      };
      const byStep = new Map<string, Fact<StepKind>[]>();
      for (const fact of facts) {
        if (fact.kind === 'checklist' || fact.step === undefined) continue;
        const list = byStep.get(fact.step);
        if (list) list.push(fact);
        else byStep.set(fact.step, [fact]);
      }
      const steps = base.steps.map((step) => foldStep(step, byStep.get(step.id) ?? [], mayApprove));
      const { id, title, at, by, playbook = null } = base;
      const whole = ofKind(facts, 'graded').filter(({ step }) => step === undefined);
      const judged = judgedBy(whole);
      return { anchor: base, view: { id, title, at, by, playbook, ...(judged && { judged }), steps } };
    },
  });
  return {
    ...checklists,
    kinds: [...checklists.kinds, ...commandKinds],
    change(before, after) {
      const kind = (after ?? before)?.kind;
      if (kind === undefined || !commandKinds.includes(kind)) return checklists.change(before, after);
      command.change(before as RoleEvent | Accept | null, after as RoleEvent | Accept | null);
      for (const id of selfApproved) checklists.touch(id);
    },
  };
}

/** PB11: the newest grade counts. */
function judgedBy(grades: readonly Fact<'graded'>[]): Judged | null {
  const last = grades.at(-1);
  if (last === undefined) return null;
  return { outcome: last.outcome, by: last.by, at: last.at, why: last.evidence ?? null };
}

type MayApprove = (approval: Fact<'step-approved'>, askers: ReadonlySet<string>) => boolean;

/** `facts` oldest first. A reopened step starts again but keeps its assignee. */
function foldStep(planned: Planned, facts: readonly Fact<StepKind>[], mayApprove: MayApprove): Step {
  const reopenedAt = facts.findLastIndex((fact) => fact.kind === 'step' && fact.state === 'open');
  const since = facts.slice(reopenedAt + 1);
  const last = ofKind(facts, 'step').at(-1);
  const grade = judgedBy(ofKind(since, 'graded'));
  const assignee = ofKind(facts, 'step-assigned').at(-1)?.person ?? null;
  // Assigning a step starts it.
  const begun = since.filter(
    (fact) => fact.kind === 'step-started' || (fact.kind === 'step-assigned' && fact.person !== null),
  );
  const [first = null] = begun;
  const asked = new Set(ofKind(begun, 'step-started').map(({ by }) => by));
  if (assignee !== null && first !== null) asked.add(assignee);
  // Ticked without a start: the person who ticked counts as the asker.
  if (asked.size === 0 && last?.state === 'done') asked.add(last.by);
  const needsApproval = planned.approval === true;
  const approval = needsApproval
    ? (ofKind(since, 'step-approved').find((fact) => mayApprove(fact, asked)) ?? null)
    : null;
  const isHeld = needsApproval && approval === null && last?.state === 'done';
  const startedAt = first === null || (needsApproval && approval === null) ? null : first.at;
  return {
    id: planned.id,
    text: planned.text,
    state: isHeld ? 'open' : (last?.state ?? 'open'),
    by: last?.by ?? null,
    at: last?.at ?? null,
    why: last?.why ?? null,
    meant: planned.assignee ?? null,
    minutes: planned.minutes ?? null,
    isGuarded: planned.guarded === true,
    needsApproval,
    assignee: assignee ?? ofKind(begun, 'step-started').at(-1)?.by ?? null,
    // The time box of a step that needs approval begins with the approval.
    startedAt: startedAt === null ? null : Math.max(startedAt, approval?.at ?? 0),
    askers: needsApproval ? [...asked].toSorted() : [],
    approval: approval && { by: approval.by, at: approval.at },
    ...(grade && { grade }),
  };
}

/** Who held command at a moment of the team's time: the same claims as on the role board (FO7, FO8). */
function createCommandHistory() {
  const events: (RoleEvent | Accept)[] = [];
  let turns: { after: Moment; holders: ReadonlySet<string> }[] | null = null;
  const fold = () => {
    const held = nothingHeld();
    return events.map((event) => {
      take(held, event);
      return { after: event, holders: new Set(held.primary.keys()) };
    });
  };
  return {
    change(before: RoleEvent | Accept | null, after: RoleEvent | Accept | null) {
      exchange(events, ofCommand(before), ofCommand(after), byNoted);
      turns = null;
    },
    wasHeldBy(person: string, moment: Moment): boolean {
      turns ??= fold();
      return turns.findLast((turn) => byNoted(turn.after, moment) < 0)?.holders.has(person) ?? false;
    },
  };
}

const ofCommand = <T extends RoleEvent | Accept>(fact: T | null): T | null =>
  fact === null || fact.kind === 'handover-accepted' || fact.role === 'commander' ? fact : null;
