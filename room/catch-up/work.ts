// The work done and its findings, as counts; names only where they help.
import type { FactKind } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';
import { sayList } from '../text/words.ts';
import { added, count, newEntries, type Telling } from './telling.ts';

export function tellWork(telling: Telling): string[] {
  return [
    ...tellActions(telling),
    ...tellHypotheses(telling),
    ...tellSent(telling),
    ...tellChecks(telling),
    ...tellTasks(telling),
    ...tellSteps(telling),
    ...tellCounts(telling),
    ...tellJoined(telling),
    ...tellUnread(telling),
    ...tellLate(telling),
  ];
}

const gradeWords = {
  helped: 'helped',
  'no-effect': 'without effect',
  'made-worse': 'made it worse',
  inconclusive: 'inconclusive',
} as const;
type Outcome = keyof typeof gradeWords;
const outcomes = Object.keys(gradeWords) as Outcome[];

function tellActions({ had, now }: Telling): string[] {
  const before = new Map(had.actions.map(({ id, grade }) => [id, grade]));
  const lines: string[] = [];
  const fresh = now.actions.filter(({ id }) => !before.has(id));
  if (fresh.length > 0) lines.push(count(fresh.length, 'action') + sayGrades(fresh));
  const graded = now.actions.filter(
    ({ id, grade }) => before.has(id) && grade !== null && grade.outcome !== before.get(id)?.outcome,
  );
  if (graded.length > 0) lines.push(`${count(graded.length, 'earlier action')} judged${sayGrades(graded)}`);
  return lines;
}

function sayGrades(actions: Room['actions']): string {
  const parts = outcomes.flatMap((outcome) => {
    const number = actions.filter(({ grade }) => grade?.outcome === outcome).length;
    return number > 0 ? [`${number} ${gradeWords[outcome]}`] : [];
  });
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

function tellHypotheses({ had, now }: Telling): string[] {
  const before = new Map(had.hypotheses.map(({ id, verdict }) => [id, verdict]));
  const changed = now.hypotheses.filter(({ id, verdict }) => verdict !== (before.get(id) ?? 'open'));
  const verdicts = (['refuted', 'supported', 'inconclusive', 'open'] as const).flatMap((verdict) => {
    const number = changed.filter((each) => each.verdict === verdict).length;
    return number > 0
      ? [`${count(number, 'hypothesis', 'hypotheses')} ${verdict === 'open' ? 'open again' : verdict}`]
      : [];
  });
  const open = now.hypotheses.filter(({ id, verdict }) => !before.has(id) && verdict === 'open').length;
  return open > 0 ? [...verdicts, count(open, 'new hypothesis', 'new hypotheses')] : verdicts;
}

const sentOf = (room: Room) =>
  room.drafts.flatMap(({ audience, sent }) => sent.map(({ id }) => ({ id, audience })));

function tellSent({ had, now }: Telling): string[] {
  const perAudience = new Map<string, number>();
  for (const { audience } of added(sentOf(had), sentOf(now), ({ id }) => id)) {
    const name = audience.toLowerCase() === 'customers' ? 'customer' : audience.toLowerCase();
    perAudience.set(name, (perAudience.get(name) ?? 0) + 1);
  }
  return [...perAudience].map(([audience, number]) => `${count(number, `${audience} update`)} sent`);
}

const checksNamed = 3;

function tellChecks({ had, now, sayTime }: Telling): string[] {
  const before = new Map(had.checks.map(({ monitor, status }) => [monitor, status]));
  const changed = now.checks.filter(({ monitor, status }) => status !== (before.get(monitor) ?? 'up'));
  const say = (status: 'down' | 'up', verb: string) => {
    const those = changed.filter((check) => check.status === status);
    if (those.length === 0) return [];
    if (those.length > checksNamed) return [`${count(those.length, 'check')} ${verb}`];
    return those.map(
      ({ name, since, isDegraded }) => `${name} ${isDegraded ? 'became degraded' : verb} (${sayTime(since)})`,
    );
  };
  return [...say('down', 'went down'), ...say('up', 'came back')];
}

function tellTasks({ had, now }: Telling): string[] {
  const fresh = added(had.tasks, now.tasks, ({ id }) => id).length;
  const open = new Set(had.tasks.flatMap(({ id, doneAt }) => (doneAt === null ? [] : [id])));
  // TA3: a repeating task ends with the incident, which is told anyway.
  const done = now.tasks.filter(
    ({ id, doneAt, repeats }) => doneAt !== null && repeats === null && !open.has(id),
  ).length;
  return [
    ...(fresh > 0 ? [`${count(fresh, 'task')} added`] : []),
    ...(done > 0 ? [`${count(done, 'task')} done`] : []),
  ];
}

function tellSteps({ had, now }: Telling): string[] {
  const states = new Map(
    had.checklists.flatMap(({ id, steps }) => steps.map((step) => [`${id} ${step.id}`, step.state] as const)),
  );
  const changed = now.checklists.flatMap(({ id, steps }) =>
    steps.filter((step) => step.state !== (states.get(`${id} ${step.id}`) ?? 'open')),
  );
  return (['done', 'skipped', 'open'] as const).flatMap((state) => {
    const number = changed.filter((step) => step.state === state).length;
    return number > 0 ? [`${count(number, 'step')} ${state === 'open' ? 'opened again' : state}`] : [];
  });
}

/** Kinds that are only counted; the timeline has their content. */
const counted: readonly [kinds: readonly FactKind[], one: string, many?: string][] = [
  [['note', 'observation'], 'note'],
  [['experiment'], 'experiment'],
  [['change'], 'change to a system', 'changes to systems'],
  [['approved'], 'approval of an update', 'approvals of updates'],
  [['page-asked'], 'page by hand', 'pages by hand'],
  [['paged'], 'page'],
  [['restricted', 'unrestricted'], 'change of who may see it', 'changes of who may see it'],
  [['link'], 'link'],
  [['attachment'], 'file'],
  [['action-item'], 'action item'],
  [['checklist'], 'checklist'],
  [['step-started', 'step-assigned'], 'step begun or given to somebody', 'steps begun or given to somebody'],
  [['step-approved'], 'approval of a step', 'approvals of steps'],
  [['amended'], 'correction'],
  [['retracted'], 'entry struck out', 'entries struck out'],
];

function tellCounts(telling: Telling): string[] {
  const fresh = newEntries(telling);
  return counted.flatMap(([kinds, one, many]) => {
    const number = fresh.filter(({ fact }) => kinds.includes(fact.kind)).length;
    return number > 0 ? [count(number, one, many)] : [];
  });
}

function tellJoined(telling: Telling): string[] {
  const known = new Set(
    telling.had.timeline.flatMap(({ fact }) => (fact.kind === 'joined' ? [fact.by] : [])),
  );
  const fresh = newEntries(telling).flatMap(({ fact }) => (fact.kind === 'joined' ? [fact.by] : []));
  const people = [...new Set(fresh)].filter((person) => !known.has(person));
  return people.length > 0 ? [`${sayList(people.map(telling.names))} joined`] : [];
}

/** FO4: counts the entries of unknown kinds. */
function tellUnread({ had, now }: Telling): string[] {
  const number = added(had.unknown, now.unknown, ({ id }) => id).length;
  return number > 0 ? [`${count(number, 'entry', 'entries')} that this version does not know`] : [];
}

/** Entries written before the person left, by somebody offline, that arrived later. */
function tellLate(telling: Telling): string[] {
  const { lastNoted } = telling.had;
  if (lastNoted === null) return [];
  const late = newEntries(telling).filter(({ noted, isSystem }) => !isSystem && noted <= lastNoted).length;
  return late > 0
    ? [`${late} of these ${late === 1 ? 'was' : 'were'} written before and arrived only now`]
    : [];
}
