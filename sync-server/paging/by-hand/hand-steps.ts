// PH2: the steps in which the target of a manual page is paged, as of now. Pure.
import { isEmailAddress, type AskedTarget } from '#room/facts/paging.ts';
import { findService, isSameService } from '#room/team/services.ts';
import type { RoomFacts, PagingTeam } from '../paging-state.ts';
import type { Policy, PolicyTarget } from '#wire/api/policies.ts';
import { pickPolicy } from '../policy/policy.ts';

/** How long each step waits for an answer before it pages again, and how often it repeats. */
const handWaitMinutes = 5;
const handRepeat = 2;

/** `address` is paged only by e-mail. */
export type HandStep = { targets: readonly PolicyTarget[]; waitMinutes: number; address?: string };
export type HandPlan = { steps: readonly HandStep[]; repeat: number; shown: string };

/** Why this target cannot be paged, in words. */
export type NoPlan = { problem: string };

type Given = { room: Pick<RoomFacts, 'severity'>; team: PagingTeam };

/** The steps of one target, or why there are none. */
export function planHand(target: AskedTarget, given: Given): HandPlan | NoPlan {
  const { team } = given;
  if (target.person !== undefined) return planPerson(target.person, team);
  if (target.onCallFor !== undefined) return planService(target.onCallFor, given);
  if (target.schedule !== undefined) return planSchedule(target.schedule, team);
  if (target.policy !== undefined) return planPolicy(target.policy, team);
  if (target.address !== undefined) return planAddress(target.address, team);
  return { problem: 'it names nobody' };
}

function planPerson(id: string, { people }: PagingTeam): HandPlan | NoPlan {
  const person = people.find((each) => each.id === id);
  if (person === undefined) return { problem: 'there is nobody in the team with this id' };
  return once([{ kind: 'person', id }], person.name);
}

function planPolicy(id: string, { policies }: PagingTeam): HandPlan | NoPlan {
  const policy = policies.find((each) => each.id === id);
  if (policy === undefined) return { problem: 'there is no such policy' };
  if (policy.steps.length === 0) return { problem: `the policy “${policy.name}” pages nobody` };
  return { steps: policy.steps, repeat: policy.repeat, shown: policy.name };
}

function planAddress(address: string, { channels }: PagingTeam): HandPlan | NoPlan {
  if (!isEmailAddress(address)) return { problem: 'this is not an e-mail address' };
  if (!channels.some(isMail))
    return {
      problem: 'the team has no e-mail channel that is not paused, so an outside address cannot be reached',
    };
  const step = { targets: [], waitMinutes: handWaitMinutes, address };
  return { steps: [step], repeat: handRepeat, shown: address };
}

/** The channel that reaches outside addresses. */
export const isMail = ({ kind, isPaused }: PagingTeam['channels'][number]): boolean =>
  kind === 'email' && !isPaused;

/** First the schedules of the service, then the people in its policy, then its owner. */
function planService(name: string, given: Given): HandPlan | NoPlan {
  const { people, services = [], onCall } = given.team;
  const service = findService(services, name);
  const isMeant = (other: string | null) =>
    other !== null &&
    (service === null ? isSameService(other, name) : findService(services, other) === service);
  const shown = service?.name ?? name;
  const schedules = onCall.filter((each) => isMeant(each.service)).map(({ schedule: id }) => id);
  if (schedules.length > 0) return planSchedules(schedules, shown);
  const policy = policyFor(isMeant, given);
  if (policy !== null) return { ...policy, shown };
  const owner = people.find(({ id }) => id === service?.owner);
  if (owner !== undefined) return once([{ kind: 'person', id: owner.id }], shown);
  return { problem: `nobody is on call for ${shown}: no schedule and no policy names this service` };
}

function planSchedule(id: string, { onCall }: PagingTeam): HandPlan | NoPlan {
  const schedule = onCall.find((each) => each.schedule === id);
  return schedule === undefined
    ? { problem: 'there is no such schedule' }
    : planSchedules([id], schedule.name);
}

/** First the people on call, then their backups as well. */
function planSchedules(ids: readonly string[], shown: string): HandPlan {
  const alone = ids.map((id): PolicyTarget => ({ kind: 'schedule', id }));
  const both = ids.map((id): PolicyTarget => ({ kind: 'schedule', id, backup: true }));
  const waitMinutes = handWaitMinutes;
  const steps = [
    { targets: alone, waitMinutes },
    { targets: both, waitMinutes },
  ];
  return { steps, repeat: 1, shown };
}

/** The people in the service's policy, at any hour; shared channels are left out. */
function policyFor(
  isMeant: (name: string) => boolean,
  { room, team }: Given,
): Pick<HandPlan, 'steps' | 'repeat'> | null {
  const own = team.policies.filter(({ services }) => services?.some(isMeant) === true);
  const fitting = pickPolicy(own.map(withoutServices), { severity: room.severity, service: null });
  for (const policy of [...(fitting ? [fitting] : []), ...own]) {
    const steps = policy.steps.flatMap(({ targets, waitMinutes }) => {
      const people = targets.filter(({ kind }) => kind !== 'channel');
      return people.length === 0 ? [] : [{ targets: people, waitMinutes }];
    });
    if (steps.length > 0) return { steps, repeat: policy.repeat };
  }
  return null;
}

const withoutServices = ({ services: _services, ...policy }: Policy): Policy => policy;

const once = (targets: readonly PolicyTarget[], shown: string): HandPlan => ({
  steps: [{ targets, waitMinutes: handWaitMinutes }],
  repeat: handRepeat,
  shown,
});
