// Severity, status and leadership: what a commander must know first.
import type { Claim, RoleState, SetValue } from '../view/room-view.ts';
import { sayWhatItWas } from '../facts/withdrawn.ts';
import { sayList } from '../text/words.ts';
import { added, brief, newEntries, stamp, type Telling } from './telling.ts';

export function tellCommand(telling: Telling): string[] {
  return [
    ...tellDeclared(telling),
    ...tellStanding(telling, 'severity'),
    ...tellStanding(telling, 'status'),
    ...tellWithdrawn(telling),
    ...tellImpact(telling),
    ...tellRoles(telling),
    ...tellDecisions(telling),
  ];
}

function tellDeclared(telling: Telling): string[] {
  const { had, now } = telling;
  if (had.declared === null && now.declared !== null)
    return [`declared: ${brief(now.title)}${stamp(telling, now.declared.at, now.declared.by)}`];
  const lines = had.title === now.title ? [] : [`renamed: ${brief(now.title)}`];
  if (had.acknowledged === null && now.acknowledged !== null)
    lines.push(`acknowledged${stamp(telling, now.acknowledged.at, now.acknowledged.by)}`);
  return lines;
}

function tellStanding(telling: Telling, name: 'severity' | 'status'): string[] {
  const before: SetValue<string> = telling.had[name];
  const after: SetValue<string> = telling.now[name];
  const lines: string[] = [];
  const who = stamp(telling, after.since, after.by);
  if (before.value !== after.value) {
    const from = before.isSet ? `${before.value} to ${after.value}` : `set to ${after.value}`;
    lines.push(`${name} ${from}${who}`);
  } else if (!before.isSet && after.isSet) lines.push(`${name} set to ${after.value}${who}`);
  const isNew = added(before.heads, after.heads, ({ id }) => id).length > 0;
  if (after.heads.length > 1 && isNew) {
    const heads = after.heads.map(({ value, by }) => `${value} by ${telling.names(by)}`);
    lines.push(`${name} to settle: ${sayList(heads)}`);
  }
  return lines;
}

function tellWithdrawn({ had, now }: Telling): string[] {
  if (now.withdrawn !== null && had.withdrawn?.as !== now.withdrawn.as)
    return [`withdrawn, ${sayWhatItWas(now.withdrawn)}`];
  return had.withdrawn !== null && now.withdrawn === null ? ['no longer withdrawn'] : [];
}

function tellImpact(telling: Telling): string[] {
  const { had, now, sayTime } = telling;
  const lines: string[] = [];
  if (had.impactBeganAt !== now.impactBeganAt && now.impactBeganAt !== null)
    lines.push(`customers affected since ${sayTime(now.impactBeganAt)}`);
  if (had.impactEndedAt !== now.impactEndedAt)
    lines.push(
      now.impactEndedAt === null ? 'customers affected again' : `impact ended ${sayTime(now.impactEndedAt)}`,
    );
  const before = had.impact.levels;
  const levels = Object.entries(now.impact.levels).filter(
    ([area, level]) => before[area as keyof typeof before] !== level,
  );
  if (levels.length > 0) lines.push(`impact: ${levels.map((pair) => pair.join(' ')).join(', ')}`);
  else if (had.impact.text !== now.impact.text) lines.push('impact described anew');
  return lines;
}

const word = (role: string): string => (role === 'commander' ? 'command' : role);
const peopleOf = (claims: readonly Claim[]): string[] => [...new Set(claims.map(({ person }) => person))];

function tellRoles(telling: Telling): string[] {
  const before = new Map(telling.had.roles.map((role) => [role.role, role]));
  return telling.now.roles.flatMap((role) => tellRole(telling, before.get(role.role) ?? null, role));
}

function tellRole({ names }: Telling, before: RoleState | null, after: RoleState): string[] {
  const role = word(after.role);
  const lines: string[] = [];
  const tell = (from: readonly string[], to: readonly string[], what: string) => {
    if (from.length === to.length && from.every((person) => to.includes(person))) return;
    const [was, is] = [sayList(from.map(names)), sayList(to.map(names))];
    if (from.length === 0) lines.push(`${what} taken by ${is}`);
    else lines.push(to.length === 0 ? `${what} given up by ${was}` : `${what} ${was} to ${is}`);
  };
  tell(peopleOf(before?.primary ?? []), peopleOf(after.primary), role);
  tell(peopleOf(before?.backup ?? []), peopleOf(after.backup), `backup for ${role}`);
  if (after.conflict && !before?.conflict)
    lines.push(`${role} to settle between ${sayList(peopleOf(after.primary).map(names))}`);
  const { offer } = after;
  if (offer !== null && offer.id !== before?.offer?.id)
    lines.push(`${names(offer.from)} offers ${role} to ${names(offer.to)}`);
  return lines;
}

const decisionsTold = 3;

function tellDecisions(telling: Telling): string[] {
  const decisions = newEntries(telling).flatMap(({ fact, at, by }) =>
    fact.kind === 'decision' ? [`decided: ${brief(fact.text)}${stamp(telling, at, by)}`] : [],
  );
  const more = decisions.length - decisionsTold;
  return [
    ...(more > 0 ? [`${more} earlier ${more === 1 ? 'decision' : 'decisions'}`] : []),
    ...decisions.slice(-decisionsTold),
  ];
}
