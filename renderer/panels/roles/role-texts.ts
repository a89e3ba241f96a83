// What the shipped roles are for and where they stop: read under stress, so two sentences each.
import { strings } from '../../strings/index.ts';

const words = strings.people;

export type RoleText = { name: string; scope: string; limits: string };

const texts: Record<string, RoleText> = {
  commander: {
    name: words.commander,
    scope: words.decidesAssignsKeeps,
    limits: words.doesNotDebug,
  },
  communications: {
    name: words.communications,
    scope: words.writesCustomersColleagues,
    limits: words.sendsNothingThat,
  },
  technical: {
    name: words.technical,
    scope: words.leadsSearchFor,
    limits: words.changesNothingIn,
  },
  operations: {
    name: words.operations,
    scope: words.doesChangesRolls,
    limits: words.oneChangeAt,
  },
  scribe: {
    name: words.scribe,
    scope: words.keepsTimelineTrue,
    limits: words.writesWhatHappened,
  },
};

export function roleText(role: string): RoleText {
  return (
    texts[role] ?? {
      name: role.charAt(0).toUpperCase() + role.slice(1),
      scope: words.roleThisTeam,
      limits: '',
    }
  );
}
