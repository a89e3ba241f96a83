// TM1: teams. Owners configure them; everybody reads them.
import { managedShape } from '#wire/api/list.ts';
import { shelfRoutes } from '../http/collection-routes.ts';
import { Problem } from '../http/problem.ts';
import { teamSchema, type TeamSettings } from '#wire/api/teams.ts';
import { mostTeams, type KeptTeam, type TeamRefusal, type Teams } from './teams.ts';
import type { Channels } from '../delivery/configured-channels.ts';
import type { People } from './people.ts';

type Takes = {
  people: People;
  teams: Teams;
  channels: Channels;
};

const answers: Record<Exclude<TeamRefusal, 'name-taken'>, readonly [status: number, detail: string]> = {
  unknown: [404, 'There is no such team.'],
  'changed-meanwhile': [412, 'Somebody else has changed this. Read it again, then decide.'],
  'too-many': [400, `There are already ${mostTeams} teams. That is the limit.`],
};

function refused(refusal: TeamRefusal): Problem {
  if (refusal !== 'name-taken') return new Problem(...answers[refusal]);
  return new Problem(400, 'The team is not as expected.', {
    errors: [{ field: 'name', expected: 'a name that no other team has' }],
  });
}

/** Existing members may stay in the list, even if they have left since. */
function check(settings: TeamSettings, before: KeptTeam | null, { people }: Takes): TeamSettings {
  const errors = settings.members.flatMap((id, index) =>
    people.find(id) === null && before?.settings.members.includes(id) !== true
      ? [{ field: `members.${index}`, expected: 'the id of somebody in the team' }]
      : [],
  );
  if (errors.length > 0) throw new Problem(400, 'The team is not as expected.', { errors });
  return settings;
}

/** TM4: without its team, a team's own channel would tell too much, or nothing. */
function checkRemoval(id: string, { channels, teams }: Takes): void {
  const own = channels.list().find(({ settings }) => settings.teams?.includes(id));
  if (own === undefined || teams.find(id) === null) return;
  throw new Problem(
    409,
    `The channel “${own.settings.name}” belongs to this team. Change the channel first.`,
  );
}

export const teamRoutes = shelfRoutes<Takes, TeamSettings, KeptTeam, TeamRefusal>({
  path: '/api/v1/teams',
  summaries: {
    list: 'Every team, with its members',
    add: 'Add a team',
    one: 'One team',
    change:
      'Change a team; people who join see its restricted incidents at once, and people who leave no longer see them',
    remove: 'Remove a team; people who saw an incident only through it no longer see it',
  },
  schema: teamSchema,
  adds: managedShape,
  shelf: (parts) => parts.teams,
  show: ({ id, settings }) => ({ ...settings, id }),
  check,
  checkRemoval,
  refused,
});
