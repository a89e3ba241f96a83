// TM2: filters the feed for one follower. Incidents they can no longer see are withdrawn; newly visible ones are sent.
import { isDeepStrictEqual } from 'node:util';
import { maySee, type Seer } from '#room/view/access.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { RecurringRun } from '#room/team/recurring.ts';
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';
import { hiddenFrom, namingSeen, seenPages, sees } from '../incidents/sight.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { FollowerView } from './live-feed.ts';

/** The lists of a message that may name incidents. */
type Lists = Partial<Pick<FeedSnapshot, 'pages' | 'problems' | 'recurringTasks'>>;
type Known = Pick<Incidents, 'restricted' | 'isWithheld'>;

type SeenMessages = {
  see: FollowerView;
  /** Messages for a follower whose teams changed: each incident that they lose or gain, and the lists that name it. */
  changeOfSight(before: Seer, now: Seer): FeedMessage[];
};

/**
 * `seer` is called for each message, because teams change. A list that is the same as before for this follower is not
 * sent to them again: it would tell that something changed about an incident that they may not see.
 */
export function seenMessages(incidents: Known, seer: () => Seer): SeenMessages {
  /** The lists as published, and as this follower last got them. */
  const whole: Lists = {};
  const last: Lists = {};
  const seeList = (message: FeedMessage, isNewsFor: (hidden: ReadonlySet<string>) => boolean) => {
    const hidden = hiddenFrom(incidents, seer());
    const seen = without(hidden, message, seer());
    const lists = listsOf(seen);
    const isNews = isNewsFor(hidden) || !isDeepStrictEqual({ ...last, ...lists }, last);
    Object.assign(last, lists);
    return isNews ? [seen] : [];
  };
  const seenAnew = () => messagesOf(whole).flatMap((message) => seeList(message, () => false));
  return {
    see: (message, before) => {
      switch (message.type) {
        case 'incident': {
          const seen = seenIncident(incidents, seer(), message, before);
          const isSameForAll = message.incident.restricted === undefined && before?.restricted === undefined;
          // TM3: lists that name the incident follow what the person may see of it now.
          return [...(seen === null ? [] : [seen]), ...(isSameForAll ? [] : seenAnew())];
        }
        case 'snapshot':
        case 'pages':
        case 'problems':
        case 'recurring-tasks':
          Object.assign(whole, listsOf(message));
          return seeList(message, (hidden) => hidden.size === 0 || message.type === 'snapshot');
        default:
          return [message];
      }
    },
    changeOfSight: (before, now) => {
      const changed = changedIncidents(incidents, before, now);
      return changed.length === 0 ? [] : [...changed, ...seenAnew()];
    },
  };
}

function seenIncident(
  incidents: Known,
  seer: Seer,
  message: Extract<FeedMessage, { type: 'incident' }>,
  before: IncidentSummary | null,
): FeedMessage | null {
  const { incident } = message;
  if (sees(incidents, seer, incident)) return message;
  // The id of an incident that they never saw is not sent either.
  return before !== null && maySee(seer, before) ? { type: 'incident-hidden', id: incident.id } : null;
}

function messagesOf({ pages, problems, recurringTasks }: Lists): FeedMessage[] {
  return [
    ...(pages ? [{ type: 'pages' as const, pages }] : []),
    ...(problems ? [{ type: 'problems' as const, problems }] : []),
    ...(recurringTasks ? [{ type: 'recurring-tasks' as const, recurringTasks }] : []),
  ];
}

function listsOf(message: FeedMessage): Lists {
  if (message.type === 'pages') return { pages: message.pages };
  if (message.type === 'problems') return { problems: message.problems };
  if (message.type === 'recurring-tasks') return { recurringTasks: message.recurringTasks };
  if (message.type !== 'snapshot') return {};
  const { pages = [], problems = [], recurringTasks = [] } = message.snapshot;
  return { pages, problems, recurringTasks };
}

function without(hidden: ReadonlySet<string>, message: FeedMessage, seer: Seer): FeedMessage {
  if (hidden.size === 0) return message;
  const seenProblems = <P extends { incidents: readonly string[] }>(problems: readonly P[]) =>
    problems.map((each) => ({ ...each, incidents: each.incidents.filter((id) => !hidden.has(id)) }));
  const seenTasks = <T extends { last: RecurringRun | null }>(tasks: readonly T[]) =>
    tasks.map((each) => ({ ...each, last: each.last && namingSeen(each.last, hidden) }));
  if (message.type === 'pages') return { ...message, pages: seenPages(message.pages, hidden, seer) };
  if (message.type === 'problems') return { ...message, problems: seenProblems(message.problems) };
  if (message.type === 'recurring-tasks')
    return { ...message, recurringTasks: seenTasks(message.recurringTasks) };
  if (message.type !== 'snapshot') return message;
  const { snapshot } = message;
  return {
    ...message,
    snapshot: {
      ...snapshot,
      incidents: snapshot.incidents.filter(({ id }) => !hidden.has(id)),
      pages: seenPages(snapshot.pages ?? [], hidden, seer),
      problems: seenProblems(snapshot.problems ?? []),
      recurringTasks: seenTasks(snapshot.recurringTasks ?? []),
    },
  };
}

/** Each restricted incident that a follower who was `before` and is `now` loses or gains. */
function changedIncidents(incidents: Known, before: Seer, now: Seer): FeedMessage[] {
  return incidents.restricted().flatMap((incident): FeedMessage[] => {
    const [saw, does] = [sees(incidents, before, incident), sees(incidents, now, incident)];
    if (saw === does) return [];
    return [does ? { type: 'incident', incident } : { type: 'incident-hidden', id: incident.id }];
  });
}
