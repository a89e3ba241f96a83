// The changes since somebody left (docs/spec.md, CU): two rooms in, a few lines out. Pure, so it needs no
// server. It never repeats what the person has already seen.
import type { PersonId } from '../facts/fact.ts';
import { sayOpen, sayRuledOut } from './inquiry.ts';
import { tellCommand } from './command.ts';
import { brief, count, newEntries, sayMinutes, type Telling } from './telling.ts';
import { tellWork } from './work.ts';
import type { Room } from '../view/room-view.ts';
import type { Task } from '../view/work-view.ts';
import { nameIncident, sayList, spoken } from '../text/words.ts';

export type CatchUpOptions = {
  /** The room as this person knew it when they left; the empty room on a first visit. */
  had: Room;
  now: Room;
  person: PersonId;
  /** When they left; null on a first visit. Epoch ms on the team's clock, as `at`. */
  leftAt: number | null;
  /** When they came back; `at` when absent. */
  backAt?: number;
  /** Tell everything from the beginning, whenever they left. */
  fromBeginning?: boolean;
  at: number;
  names: (id: string) => string;
  /** How a time of day reads to this person, such as `14:12`. */
  sayTime: (at: number) => string;
};

export type CatchUp = {
  /** `Away 23 min`, or a line for a first visit. */
  heading: string;
  /** How many entries are new, retracted ones included. */
  entries: number;
  /** CU2: what changed, most important first; empty when nothing did. */
  changes: readonly string[];
  /** CU3: current facts about this person, and those that concern everybody while they last. */
  standing: readonly string[];
  /** The whole catch-up as one paragraph. */
  text: string;
  /** The same for the next commander: the status, the changes, everything still open. */
  handover: string;
};

const mostMentions = 3;

export const catchUp = spoken(function catchUp(options: CatchUpOptions): CatchUp {
  const { had, now } = options;
  const telling: Telling = { ...options };
  const changes = [...tellMentions(options), ...tellCommand(telling), ...tellWork(telling)];
  const entries = now.factCount - had.factCount;
  if (entries > 0 && changes.length === 0)
    changes.push(`${count(entries, 'small entry', 'small entries')}, such as joins`);
  const heading = sayHeading(options);
  const standing = [
    ...tellChecks(now),
    ...tellUpdateDue(options),
    ...tellRuledOut(now),
    ...tellMine(options),
  ];
  const told = changes.length > 0 ? changes.join(', ') : 'nothing changed';
  const text = [`${heading}: ${told}`, ...standing].map((words) => `${words}.`).join(' ');
  return { heading, entries, changes, standing, text, handover: sayHandover(options, heading, changes) };
});

/** Lines that name the reader come first. */
function tellMentions({ had, now, person, names }: CatchUpOptions): string[] {
  const told = newEntries({ had, now }).flatMap(({ fact, by }) => {
    const isNamed =
      by !== person && 'mentions' in fact && Array.isArray(fact.mentions) && fact.mentions.includes(person);
    return isNamed ? [{ by, text: 'text' in fact && typeof fact.text === 'string' ? fact.text : '' }] : [];
  });
  const shown = told.slice(-mostMentions).map(({ by, text }) => `${names(by)} named you: “${brief(text)}”`);
  const more = told.length - shown.length;
  return more > 0 ? [...shown, `${count(more, 'earlier line')} named you too`] : shown;
}

function sayHeading({ now, leftAt, at, backAt = at, fromBeginning = false }: CatchUpOptions): string {
  if (fromBeginning)
    return now.declared === null
      ? 'From the beginning'
      : `Since it began ${sayMinutes(at - now.declared.at)} ago`;
  return leftAt === null ? 'You were not here before' : `Away ${sayMinutes(backAt - leftAt)}`;
}

function tellChecks({ checks }: Room): string[] {
  const down = checks.filter(({ status }) => status === 'down').length;
  return down > 0 ? [`${down} of ${count(checks.length, 'check')} still failing`] : [];
}

/** IN5: so that a person who comes back does not test it again. */
function tellRuledOut({ hypotheses }: Room): string[] {
  const out = sayRuledOut(hypotheses);
  return out.length > 0 ? [`Ruled out: ${out.join('; ')}`] : [];
}

function tellUpdateDue({ now, at }: Pick<CatchUpOptions, 'now' | 'at'>): string[] {
  const { updateDueAt } = now;
  if (updateDueAt === null || updateDueAt > at) return [];
  return [`The customer update is ${sayMinutes(at - updateDueAt)} overdue`];
}

function tellMine({ now, person, at, names }: CatchUpOptions): string[] {
  const lines: string[] = [];
  const held = now.roles.filter(({ primary }) => primary.some((claim) => claim.person === person));
  if (held.length > 0) lines.push(`You hold ${sayList(held.map(({ role }) => sayRole(role)))}`);
  for (const { offer, role } of now.roles)
    if (offer?.to === person) lines.push(`${names(offer.from)} offers you ${sayRole(role)}`);
  const mine = now.tasks.filter(({ owner, doneAt }) => owner === person && doneAt === null);
  if (mine.length > 0) lines.push(`You are assigned: ${mine.map((task) => sayTask(task, at)).join('; ')}`);
  return lines;
}

const sayRole = (role: string): string => (role === 'commander' ? 'command' : role);

function sayTask({ text, due }: Task, at: number): string {
  const words = text.trim().replaceAll(/\s+/gu, ' ');
  if (due === null) return words;
  return due < at
    ? `${words} (${sayMinutes(at - due)} overdue)`
    : `${words} (due in ${sayMinutes(due - at)})`;
}

const parts: ReadonlySet<string> = new Set(['Still open:', 'Might be the cause:', 'Ruled out:']);

function sayHandover(
  { now, at, names }: CatchUpOptions,
  heading: string,
  changes: readonly string[],
): string {
  const commanders = now.roles.find(({ role }) => role === 'commander')?.primary ?? [];
  const who = commanders.map(({ person }) => names(person));
  const open = now.tasks.filter(({ doneAt }) => doneAt === null);
  return (
    [
      nameIncident(now),
      `${now.severity.value}, ${now.status.value}, ${who.length > 0 ? `${sayList(who)} in command` : 'nobody in command'}`,
      '',
      `${heading}:`,
      ...(changes.length > 0 ? changes.map((words) => `- ${words}`) : ['- nothing changed']),
      '',
      'Still open:',
      ...open.map(
        (task) => `- ${sayTask(task, at)}, ${task.owner === null ? 'nobody yet' : names(task.owner)}`,
      ),
      ...[...tellChecks(now), ...tellUpdateDue({ now, at })].map((words) => `- ${words}`),
      '',
      'Might be the cause:',
      ...sayOpen(now.hypotheses, names).map((words) => `- ${words}`),
      '',
      'Ruled out:',
      ...sayRuledOut(now.hypotheses).map((words) => `- ${words}`),
    ]
      // Drop a heading without lines below it.
      .filter((line, index, all) => !parts.has(line) || (all[index + 1] ?? '') !== '')
      .filter((line, index, all) => line !== '' || (all[index - 1] ?? '') !== '')
      .join('\n')
      .trimEnd()
  );
}
