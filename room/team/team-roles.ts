// SL: the incident roles: their purpose, limits and authority, in a sentence or two each, because people read them under
// stress. The shipped texts apply until an owner changes them; a team may add roles of its own.
import { writtenOver, type Changed } from './levels.ts';
import { shippedRoles } from './scales.ts';
import { table } from '../text/words.ts';

/** `name` is the role in a claim, such as `commander`. */
export type TeamRole = { name: string; title: string; scope: string; limits: string; authority: string };

/** An owner's change of a role; absent fields keep the shipped value. */
export type TeamRoleChange = { name: string } & Changed<Omit<TeamRole, 'name'>>;

const shipped: Record<(typeof shippedRoles)[number], Omit<TeamRole, 'name'>> = table({
  commander: {
    title: 'Commander',
    scope: 'Decides, assigns and keeps the pace. Everybody asks the commander, the commander asks everybody.',
    limits: 'Does not debug and does not write updates. Hands over before getting too tired.',
    authority:
      'Anything that helps, without asking first: declare, roll back, switch a service off, spend money, wake anybody.',
  },
  communications: {
    title: 'Communications',
    scope: 'Writes to customers and colleagues on time, in their words, and answers what comes back.',
    limits: 'Sends nothing that was not approved, and promises no time that nobody gave.',
    authority: 'To publish that something is wrong before the cause is known.',
  },
  technical: {
    title: 'Technical',
    scope: 'Leads the search for the cause: hypotheses, experiments, and the fix.',
    limits: 'Changes nothing in production that the commander does not know of.',
    authority: 'To page anybody who knows the system, and to stop any deployment.',
  },
  operations: {
    title: 'Operations',
    scope: 'Does the changes: rolls back, restarts, scales, and says so on the timeline.',
    limits: 'One change at a time, each with a way back.',
    authority: 'To roll back the last change at once when customers are affected, and to say so afterwards.',
  },
  scribe: {
    title: 'Scribe',
    scope: 'Keeps the timeline true: what was seen, done and decided, and when.',
    limits: 'Writes what happened, not what it might mean.',
    authority: 'To interrupt anybody: what was that, and when?',
  },
});

const isShipped = (name: string): name is keyof typeof shipped => Object.hasOwn(shipped, name);

const inSentence: Record<(typeof shippedRoles)[number], string> = table({
  commander: 'commander',
  communications: 'communications',
  technical: 'technical',
  operations: 'operations',
  scribe: 'scribe',
});

/** A role within a sentence. A team's own role name is used unchanged. */
export const sayRole = (name: string): string => (isShipped(name) ? inSentence[name] : name);

/** A role without a description: only its name. */
const bare = (name: string): TeamRole => ({
  name,
  title: name.charAt(0).toUpperCase() + name.slice(1),
  scope: '',
  limits: '',
  authority: '',
});

/** One role with the owner's changes. */
export function roleFrom(changes: readonly TeamRoleChange[], name: string): TeamRole {
  const change = changes.find((each) => each.name === name);
  return writtenOver(isShipped(name) ? { name, ...shipped[name] } : bare(name), change);
}

/** The shipped roles in their order, then those a team described itself. */
export function rolesFrom(changes: readonly TeamRoleChange[]): readonly TeamRole[] {
  const own = changes.map(({ name }) => name).filter((name) => !isShipped(name));
  return [...shippedRoles, ...own].map((name) => roleFrom(changes, name));
}
