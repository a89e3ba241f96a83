// PH3: whom a manual page would reach now, by which ways, and what prevents it. Nothing is sent.
import type { AskedTarget } from '#room/facts/paging.ts';
import type { Reach } from '#wire/api/paging.ts';
import { channelKinds } from '../../delivery/channels/index.ts';
import { addressFor, refusalOf } from '../../delivery/delivery-order.ts';
import { noDevice, pushChannel } from '../../delivery/push/push-way.ts';
import { planHand } from './hand-steps.ts';
import { addressee } from '../page-message.ts';
import type { RoomFacts, Send, PagingTeam } from '../paging-state.ts';
import { findRecipients, waysTo } from '../recipients.ts';
import { teamOf } from '../team.ts';
import type { Channels } from '../../delivery/configured-channels.ts';
import type { Roster } from '../../on-call/roster.ts';
import type { People } from '../../people/people.ts';
import type { Policies } from '../policy/policies.ts';
import type { Push } from '../../delivery/push/open.ts';
import type { Services } from '../../services/services.ts';

export type Reached = Reach['people'][number];

type ReachParts = {
  people: People;
  channels: Channels;
  roster: Roster;
  policies: Policies;
  services: Services;
  feed: { isConnected(person: string): boolean };
  push: Push;
};

const nothingQueued = 0;

/** The delivery queue's own refusal reasons, without enqueuing anything. */
export const refusalIn =
  ({ people, channels, push }: { people: People; channels: Channels; push: Push }) =>
  (send: Pick<Send, 'person' | 'channel'>): string | null => {
    if (send.channel === 'desktop') return null;
    const person = send.person === null ? null : people.find(send.person);
    if (send.channel === pushChannel)
      return person && push.devices.taking(person.id).length > 0 ? null : noDevice(person?.name ?? 'anybody');
    const channel = channels.find(send.channel);
    const message = { purpose: 'page', to: person === null ? {} : { person: addressee(person) } } as const;
    const address = channel && addressFor(message, channel, channelKinds);
    return refusalOf(message, channel, address, nothingQueued)?.reason ?? null;
  };

/** Whom one target reaches now. */
export function findReach(target: AskedTarget, room: Pick<RoomFacts, 'severity'>, parts: ReachParts): Reach {
  const team = teamOf({ ...parts, devices: parts.push.devices });
  const plan = planHand(target, { room, team });
  const { person, onCallFor, schedule, policy, address } = target;
  const name = target.name ?? onCallFor ?? address ?? person ?? schedule ?? policy ?? '';
  if ('problem' in plan)
    return { name, people: [], isPossible: false, problem: plan.problem, isDesktopOnly: false };
  const [first] = plan.steps;
  if (first?.address !== undefined)
    return { name: plan.shown, people: [], isPossible: true, problem: null, isDesktopOnly: false };
  const found = findRecipients(first?.targets ?? [], team);
  const people = found.people.flatMap((id) => reachPerson(id, team, { ...parts, severity: room.severity }));
  const open = people.filter(({ ways }) => ways.some(({ problem }) => problem === null));
  const isReached = open.length > 0 || found.channels.length > 0;
  return {
    name: plan.shown,
    people,
    isPossible: true,
    problem: isReached ? null : whyNobody(people, found.missing),
    isDesktopOnly:
      open.length > 0 &&
      open.every(({ ways }) =>
        ways.every(({ channel, problem }) => problem !== null || channel === 'desktop'),
      ),
  };
}

function reachPerson(
  id: string,
  team: PagingTeam,
  parts: ReachParts & Pick<RoomFacts, 'severity'>,
): Reached[] {
  const person = team.people.find((each) => each.id === id);
  if (person === undefined) return [];
  const refusal = refusalIn(parts);
  const ways = waysTo(person, team, parts.severity).map(({ channel, afterMinutes }) => ({
    channel,
    name: team.channels.find((each) => each.id === channel)?.name ?? 'desktop',
    afterMinutes,
    problem:
      channel === 'desktop' && !parts.feed.isConnected(id)
        ? 'no desktop or browser of theirs is connected'
        : refusal({ person: id, channel }),
  }));
  return [{ person: id, name: person.name, ways }];
}

function whyNobody(people: readonly Reached[], missing: readonly string[]): string {
  const why = people.map(
    ({ name, ways }) => `${name}: ${ways.map((way) => `${way.name}, ${way.problem}`).join('; ')}`,
  );
  return [...why, ...missing].join('. ') || 'nobody is on call';
}
