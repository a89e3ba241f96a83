// Opens who is who: people and what they sign in with, their devices, the log of what they change, and the hub.
import { openAuditLog } from '../audit/audit-log.ts';
import { openDevices } from '../devices/devices.ts';
import { openHub } from '../hub/hub.ts';
import { openPasses } from '../hub/passes.ts';
import { openQuestions } from '../hub/questions.ts';
import { openTemplates } from '../incidents/call-template.ts';
import { openErasedPeople } from '../people/erased-people.ts';
import { openTeam } from '../people/open.ts';
import { openCompanySignIn } from '../sign-in/open.ts';
import type { Ground } from './open-ground.ts';

export async function openTeamParts(ground: Ground) {
  const { config, database, isPrimary, replica, now, closings, log } = ground;
  /** JN9: the team's signed statements about keys that have ended, as far as known here. */
  const endedKeys = (): readonly string[] => {
    const team = replica();
    return team === null ? devices.endings() : (team.mirrored().endedKeys ?? []);
  };
  const passes = openPasses({ database, isPrimary, now, endedKeys });
  const devices = await openDevices({ database, passes, now });
  const erasedPeople = openErasedPeople(database);
  const calledSince = (person: string) => erasedPeople.of(person)?.name ?? null;
  const audit = openAuditLog({ ...ground, calledSince });
  closings.push(() => audit.close());
  const team = await openTeam({ ...ground, audit });
  const { people, authority } = team;
  const companySignIn = openCompanySignIn({
    ...ground,
    settings: config.oidc ?? null,
    people,
    authority,
    audit,
  });
  closings.push(() => companySignIn?.signIns.stop());
  const host = () => replica()?.me() ?? people.list().find(({ role }) => role === 'owner') ?? null;
  const hub = openHub({ database, defaultHost: config.hubHost, host, now, log });
  // Closed after the rooms, which close the connections of people who came through it.
  closings.push(() => hub.close());
  return {
    ...team,
    identify: authority.identify,
    passes,
    devices,
    endedKeys,
    erasedPeople,
    audit,
    companySignIn,
    ...openTemplates(database),
    hub,
    questions: openQuestions(now),
  };
}
