// Participants and their roles. A line of the review names the role first, then the person.
import { entryOf } from '../text/plain.ts';
import type { Room } from '../view/room-view.ts';
import { shippedRoles } from '../team/scales.ts';
import { writerOf } from '../facts/say.ts';
import { findRolePeriods, type RolePeriod } from './role-periods.ts';
import { isIntake, isMonitor } from '../facts/author.ts';

export type Doer = { role: string; person: string };
export type ReviewRole = {
  role: string;
  person: string;
  as: 'primary' | 'backup';
  from: number;
  /** Null while they hold it; the closing of the incident ends every role. */
  until: number | null;
};

const titles: Record<string, string> = {
  commander: 'Commander',
  communications: 'Communications lead',
  technical: 'Technical lead',
  operations: 'Operations lead',
  scribe: 'Scribe',
};

export const roleTitle = (role: string): string =>
  entryOf(titles, role) ?? role.charAt(0).toLocaleUpperCase('en') + role.slice(1);

/** Whether every team has this role, so that its name tells nothing. */
export const isUsualRole = (role: string): boolean => Object.hasOwn(titles, role);

const personFields = ['person', 'owner', 'from', 'to', 'assignee', 'mentions', 'people'] as const;
/** Lists whose items may name a person: whom to page, and the steps of a checklist. */
const listFields = ['targets', 'steps'] as const;

/** The ids of all people who wrote or are named in a fact. */
export function findPersons(room: Room): Set<string> {
  const ids = new Set<string>();
  for (const { fact } of room.timeline) {
    if (!isMachine(fact.by)) ids.add(fact.by);
    for (const id of namedIn(fact)) ids.add(id);
  }
  return ids;
}

function namedIn(fields: Readonly<Partial<Record<string, unknown>>>): string[] {
  const listed = listFields.flatMap((field) => fields[field] ?? []);
  return [
    ...personFields
      .flatMap((field): unknown => fields[field] ?? [])
      .filter((each): each is string => typeof each === 'string'),
    ...listed.flatMap((each) => (typeof each === 'object' && each !== null ? namedIn({ ...each }) : [])),
  ];
}

export type People = {
  /** The current name, else the name they joined with; a check has its own name. */
  name: (person: string) => string;
  /** Null for machines. */
  doer: (by: string, at: number) => Doer | null;
  roles: readonly ReviewRole[];
  vacant: readonly string[];
  /** Everybody who wrote into the room and held no role, by name; not those who only came for its review. */
  others: readonly string[];
};

export function findPeople(room: Room, names: (person: string) => string): People {
  const spoken = new Map<string, string>();
  const name = (person: string): string => {
    const known = spoken.get(person) ?? speakable(person, room, names);
    spoken.set(person, known);
    return known;
  };
  const periods = findRolePeriods(room);
  const held = new Set(periods.map(({ role }) => role));
  const holders = new Set(periods.map(({ person }) => person));
  const readers = onlyReviewed(room);
  const others = [...room.people.keys()]
    .filter((id) => !isMachine(id) && !holders.has(id) && !readers.has(id))
    .map(name);
  return {
    name,
    doer: (by, at) => (isMachine(by) ? null : { role: roleAt(periods, by, at), person: name(by) }),
    roles: periods.map((period) => ({
      ...period,
      person: name(period.person),
      until: period.until ?? room.closedAt,
    })),
    vacant: shippedRoles.filter((role) => !held.has(role)),
    others: [...new Set(others)].toSorted(),
  };
}

/** RS1: people who only read or wrote the review; they had no part in the incident. */
function onlyReviewed({ timeline }: Room): ReadonlySet<string> {
  const reviewers = new Set<string>();
  const took = new Set<string>();
  for (const { fact, by } of timeline) {
    if (fact.kind === 'review') reviewers.add(by);
    else if (fact.kind !== 'joined') took.add(by);
  }
  return new Set([...reviewers].filter((id) => !took.has(id)));
}

export const isMachine = (by: string): boolean => by === 'server' || isMonitor(by) || isIntake(by);

/** The primary role that a person held at that time; the first one in the order of the role board. */
function roleAt(periods: readonly RolePeriod[], person: string, at: number): string {
  const held = periods.filter(
    (period) => period.person === person && period.from <= at && (period.until === null || at < period.until),
  );
  const found = held.find(({ as }) => as === 'primary') ?? held[0];
  return found === undefined ? 'Responder' : roleTitle(found.role);
}

function speakable(person: string, room: Room, names: (person: string) => string): string {
  const check = room.checks.find(({ monitor }) => person === `monitor:${monitor}`);
  if (check) return check.name;
  const told = isIntake(person) && room.timeline.find(({ fact }) => fact.by === person);
  if (told) return writerOf(told.fact, names);
  const known = names(person);
  return known !== '' && known !== person ? known : (room.people.get(person) ?? person);
}
