// What the shipped roles are for and where they stop: read under stress, so two sentences each.

export type RoleText = { name: string; scope: string; limits: string };

const texts: Record<string, RoleText> = {
  commander: {
    name: 'Commander',
    scope: 'Decides, assigns and keeps the pace. Everybody asks the commander, the commander asks everybody.',
    limits: 'Does not debug and does not write updates. Hands over rather than staying tired.',
  },
  communications: {
    name: 'Communications',
    scope: 'Writes to customers and colleagues on time, in their words, and answers what comes back.',
    limits: 'Sends nothing that was not approved, and promises no time that nobody gave.',
  },
  technical: {
    name: 'Technical',
    scope: 'Leads the search for the cause: hypotheses, experiments, and the fix.',
    limits: 'Changes nothing in production that the commander does not know of.',
  },
  operations: {
    name: 'Operations',
    scope: 'Does the changes: rolls back, restarts, scales, and says so on the timeline.',
    limits: 'One change at a time, each with a way back.',
  },
  scribe: {
    name: 'Scribe',
    scope: 'Keeps the timeline true: what was seen, done and decided, and when.',
    limits: 'Writes what happened, not what it might mean.',
  },
};

export function roleText(role: string): RoleText {
  return (
    texts[role] ?? {
      name: role.charAt(0).toUpperCase() + role.slice(1),
      scope: 'A role of this team.',
      limits: '',
    }
  );
}
