// DE6: the state of the tray: one mark for the icon, one sentence for the person, and the target of a click.
import { nameIncident } from '#room/text/words.ts';
import { checkDue } from '#room/command/check-due.ts';
import { isOverdue, myTasksDue } from '#room/team/recurring.ts';
import type { HubState, IncidentSummary, OpenPage } from '#room/feed/feed.ts';
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';
import type { Severity } from '#room/facts/fact.ts';
import type { Destination } from '../bridge.ts';
import { strings } from '../strings.ts';
import { isMine, isMuted, type Watched } from './watched.ts';

export type TrayMark = 'calm' | Severity | 'paged' | 'blind' | 'offline' | 'hub';
export type Overview = {
  mark: TrayMark;
  words: string;
  /** What a click opens: the cause of the mark. */
  leadsTo: Destination | null;
  open: readonly IncidentSummary[];
  /** Pages that this person has not answered. */
  pages: readonly OpenPage[];
  /** PT6: that a communication check is due, in words; null unless this person can start one. */
  checkDue: string | null;
  /** RR6: this person's recurring tasks that are overdue, in words; null without any. */
  tasksOverdue: string | null;
};

export type Desktop = {
  me: string | null;
  mutes: Readonly<Record<string, number>>;
  /** Pages answered here whose answer is not in the feed yet. */
  answered: ReadonlySet<string>;
  /** The team's clock, epoch ms. */
  now: number;
  /** When everybody on call was last checked; null for never, undefined while it is not known. */
  lastCheckAt?: number | null | undefined;
};

/**
 * The worst of this person's incidents, else the worst open one, else what cannot be monitored. Drills and muted
 * services do not change the mark.
 */
export function judgeOverview(watched: Watched, desktop: Desktop): Overview {
  const open = [...watched.incidents.values()]
    .filter(isOpen)
    .toSorted((a, b) => a.severity.localeCompare(b.severity) || a.declaredAt - b.declaredAt);
  const real = open.filter((incident) => !incident.drill && !isMuted(watched, incident, desktop));
  const mine = real.filter((incident) => isMine(watched, incident, desktop.me));
  const pages = pagesToAnswer(watched, desktop);
  const [page] = pages;
  const paged = page && watched.incidents.get(page.incident);
  const worst = paged ?? mine[0] ?? real[0];
  const owedCheck = sayCheckDue(watched, desktop);
  const tasksOverdue = sayTasksOverdue(watched, desktop);
  const rest = { open, pages, checkDue: owedCheck, tasksOverdue };
  const also = sayTrouble(watched);
  const say = (says: string, others: number) =>
    [strings.muster(says, others), ...also.map(({ words }) => words)].join('. ');
  if (page && !paged) {
    // A test, or an incident that this person may not see (TM4).
    const words = say(strings.youPagedFor(page.isTest ? strings.testPage : strings.anIncident), real.length);
    return { mark: 'paged', words, leadsTo: { screen: 'lobby' }, ...rest };
  }
  if (worst) {
    const others = real.filter(({ id }) => id !== worst.id).length;
    const named = `${worst.severity} ${nameIncident(worst)}`;
    const says = paged ? strings.youPagedFor(named) : worst === mine[0] ? strings.yours(named) : named;
    const words = say(says, others);
    const mark = paged ? 'paged' : worst.severity;
    return { mark, words, leadsTo: { screen: 'room', incident: worst.id }, ...rest };
  }
  const duties = [owedCheck, tasksOverdue].flatMap((each) => each ?? []);
  const said = [strings.musterNoOpen, ...also.map(({ words: each }) => each), ...duties];
  const way: Destination | null = owedCheck === null ? wayToTasks(tasksOverdue) : { screen: 'on-call' };
  const leadsTo: Destination | null = also[0] ? { screen: 'lobby' } : way;
  return { mark: also[0]?.mark ?? 'calm', words: said.join('. '), leadsTo, ...rest };
}

const wayToTasks = (overdue: string | null): Destination | null =>
  overdue === null ? null : { screen: 'recurring-tasks', task: null };

/** RR6: one is due today until the day is over. */
function sayTasksOverdue({ snapshot }: Watched, { me, now }: Desktop): string | null {
  const due = myTasksDue(snapshot?.recurringTasks ?? [], me, now);
  const over = due.filter((task) => isOverdue(task.due, now));
  const [first] = over;
  if (first === undefined) return null;
  return over.length === 1 ? strings.recurringOverdue(first.name) : strings.recurringsOverdue(over.length);
}

/** PT6: only where somebody is on call, and only to an owner, who can start the check. */
function sayCheckDue({ onCall, people }: Watched, { me, lastCheckAt, now }: Desktop): string | null {
  const isOwner = people.some(({ id, role }) => id === me && role === 'owner');
  const isAnybody = onCall.some(({ person, backup }) => person !== null || backup !== null);
  if (!isOwner || !isAnybody || lastCheckAt === undefined) return null;
  const due = checkDue(lastCheckAt, now);
  if (due === null) return null;
  return due === 'never' ? strings.neverChecked : strings.checkDue(due);
}

/** Pages for this person that nobody answered, here or elsewhere; those of the worst incidents first. */
export function pagesToAnswer(watched: Watched, { me, answered }: Pick<Desktop, 'me' | 'answered'>) {
  const severityOf = ({ incident }: OpenPage) => watched.incidents.get(incident)?.severity ?? 'P4';
  return watched.pages
    .filter(({ person, id }) => person === me && !answered.has(id))
    .toSorted((a, b) => severityOf(a).localeCompare(severityOf(b)) || a.at - b.at);
}

function sayTrouble({
  blindSince,
  pagingSilentSince,
  upstreams,
  hub,
}: Watched): { mark: TrayMark; words: string }[] {
  const said: { mark: TrayMark; words: string }[] = [];
  // ES20: first, because without paging nobody hears of anything else.
  if (pagingSilentSince !== null)
    said.push({ mark: 'blind', words: strings.pagingSilentSince(sayTime(pagingSilentSince)) });
  if (blindSince !== null)
    said.push({ mark: 'blind', words: strings.monitoringBlindSince(sayTime(blindSince)) });
  const isCutOff = upstreams.length > 0 && upstreams.every(({ state }) => state !== 'connected');
  const since = upstreams[0]?.since;
  if (isCutOff && since !== undefined)
    said.push({ mark: 'offline', words: strings.withoutTeamsServer(sayTime(since)) });
  if (hub !== null) said.push({ mark: 'hub', words: sayHub(hub) });
  return said;
}

/** `14:02`, in this computer's zone. */
export function sayTime(at: number): string {
  return new Date(at).toTimeString().slice(0, 5);
}

/** Always shown while this computer is a hub that others can enter. */
const sayHub = ({ people }: HubState) =>
  strings.thisComputerHub(people === 1 ? strings.nobodyElseHere : strings.people(people));

export function isOpen(incident: IncidentSummary): boolean {
  return incident.status !== 'resolved' && incident.status !== 'closed';
}

/** Incidents in a message that are new to this desktop and were declared after it started to watch (DE3). */
export function createNewsFilter(): (message: FeedMessage) => IncidentSummary[] {
  const met = new Set<string>();
  let lookingSince: number | null = null;
  const meet = (incidents: readonly IncidentSummary[]) => {
    const fresh = incidents.filter((incident) => !met.has(incident.id));
    for (const incident of fresh) met.add(incident.id);
    return fresh;
  };
  // Compare times too: a replica's first snapshot comes before the incidents that its team's server sends.
  const isNews = (incident: IncidentSummary) =>
    isOpen(incident) && incident.declaredAt >= (lookingSince ?? Infinity);
  const start = (snapshot: FeedSnapshot) => {
    lookingSince = snapshot.now;
    meet(snapshot.incidents);
    return [];
  };
  return (message) => {
    if (message.type === 'snapshot') {
      return lookingSince === null
        ? start(message.snapshot)
        : meet(message.snapshot.incidents).filter(isNews);
    }
    return message.type === 'incident' ? meet([message.incident]).filter(isNews) : [];
  };
}
