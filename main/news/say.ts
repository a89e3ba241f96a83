// What this desktop says outside its window: pages, due things, shifts, news and mentions.
import type { IncidentSummary, OpenPage } from '#room/feed/feed.ts';
import { nameIncident } from '#room/text/words.ts';
import type { Sound } from '../bridge.ts';
import type { SessionHolder } from '../server/session.ts';
import type { SettingsStore } from '../settings.ts';
import { strings } from '../strings.ts';
import type { MainWindow } from '../window/windows.ts';
import { createDueNews, findDue, findRecurringDue } from './due-news.ts';
import { createIncidentNews } from './incident-news.ts';
import { createMentionNews } from './mention-news.ts';
import { notify } from './notifications.ts';
import { createPageAlerts, type PageAlert } from './page-alerts.ts';
import { findShiftNews } from './shift-news.ts';
import { pagesToAnswer, sayTime } from './standing.ts';
import { findUnpaged } from './unpaged.ts';
import { isMuted, type Watched } from './watched.ts';
import { createWithdrawnNews } from './withdrawn-news.ts';

/**
 * Somebody may set this computer's clock while it waits; that must neither delay a page nor bring a reminder early. This
 * clock stops while the computer sleeps, so the team is asked for its time afterwards.
 */
export const steadyNow = () => performance.now();

export type SayOptions = {
  icon: string;
  log: (line: string) => void;
  settings: SettingsStore;
  session: SessionHolder;
  window: MainWindow;
  play: (sound: Sound) => void;
};

/** What the feed said so far. `teamAheadMs`: the team's time less that of the steady clock. */
export type Seen = { watched: Watched; me: string | null; teamAheadMs: number };
export type AnswerQuietly = (page: string, answer: 'acknowledge' | 'decline') => void;

export type Says = ReturnType<typeof makeSays>;

/** Shows pages, incidents that page nobody, and what is due. `show` returns when to look again, on the steady clock. */
export function openAlerts(
  options: SayOptions,
  { seen, says, answer }: { seen: Seen; says: Says; answer: AnswerQuietly },
) {
  const alerts = createPageAlerts({ now: steadyNow, say: makeSayPage(options, says, answer) });
  const unpaged = createPageAlerts({ now: steadyNow, say: makeSayUnpaged(options, says, seen) });
  const tellDue = makeTellDue(options, says, seen);
  return {
    show: (pages: readonly OpenPage[]): number => {
      const { watched, me } = seen;
      const nextPage = alerts.show(pages, watched.incidents);
      const nextUnpaged = unpaged.show(findUnpaged(watched, me), watched.incidents);
      return Math.min(...[nextPage, nextUnpaged, tellDue()].map((at) => at ?? Infinity));
    },
    stop: () => {
      alerts.stop();
      unpaged.stop();
    },
  };
}

/** What may be said now, and how. */
export function makeSays({ icon, log, settings, ...options }: SayOptions, seen: Seen) {
  return {
    play: (name: Sound['name']) => {
      const { sounds, volume } = settings.read();
      if (sounds) options.play({ name, volume });
    },
    isQuietAbout: (incident: IncidentSummary) =>
      isMuted(seen.watched, incident, { me: seen.me, mutes: settings.mutes(), now: Date.now() }),
    mayNotify: () => settings.read().notifications,
    nameOf: (person: string) => seen.watched.people.find(({ id }) => id === person)?.name ?? person,
    notify: (news: Omit<Parameters<typeof notify>[0], 'icon'>) => notify({ ...news, icon }, log),
  };
}

const makeSayPage =
  ({ window }: SayOptions, says: Says, answer: AnswerQuietly) =>
  ({ page, incident, time }: PageAlert): (() => void) => {
    const named = incident ? `${incident.severity} ${nameIncident(incident)}` : strings.anIncident;
    const name = page.isTest ? strings.testPage : named;
    if (incident && says.isQuietAbout(incident)) return () => undefined;
    says.play('page');
    const why =
      page.by === undefined
        ? strings.stepAcknowledgeIn(page.policy, page.step)
        : strings.askedBy(says.nameOf(page.by), page.text ?? null);
    const said = time > 1 ? strings.again(why) : why;
    const body = page.runbook === undefined ? said : strings.withRunbook(said, page.runbook);
    const open = () => window.open({ screen: 'room', incident: page.incident });
    return says.notify({
      title: strings.page(name),
      body: page.isTest ? strings.testPageBody : body,
      isUrgent: true,
      stays: true,
      onClick: open,
      buttons: [
        { words: strings.acknowledge, onPress: () => answer(page.id, 'acknowledge') },
        { words: strings.open, onPress: open },
        { words: strings.notMe, onPress: () => answer(page.id, 'decline') },
      ],
    });
  };

/** ES20 */
const makeSayUnpaged =
  ({ window }: SayOptions, says: Says, seen: Seen) =>
  ({ incident }: PageAlert): (() => void) => {
    const since = seen.watched.pagingSilentSince;
    if (incident === null || since === null || says.isQuietAbout(incident)) return () => undefined;
    says.play('page');
    return says.notify({
      title: strings.nobodyPaged(`${incident.severity} ${nameIncident(incident)}`),
      body: strings.nobodyPagedBody(sayTime(since)),
      isUrgent: true,
      stays: true,
      onClick: () => window.open({ screen: 'room', incident: incident.id }),
    });
  };

/** Says what is due or was withdrawn; returns when to look again, on the steady clock. */
function makeTellDue({ window }: SayOptions, says: Says, seen: Seen): () => number | null {
  const dueNews = createDueNews();
  const withdrawnNews = createWithdrawnNews();
  return () => {
    const { watched, me, teamAheadMs } = seen;
    const all = [
      ...findDue(watched.incidents.values(), me),
      ...findRecurringDue(watched.snapshot?.recurringTasks ?? [], me),
    ];
    const { due, nextAt } = dueNews(all, steadyNow() + teamAheadMs);
    const none = withdrawnNews(watched, me).filter(({ incident }) => !window.isLookingAt(incident.id));
    for (const { incident, title, body, leadsTo } of [...due, ...none]) {
      if (!says.mayNotify() || (incident !== null && says.isQuietAbout(incident))) continue;
      says.notify({ title, body, isUrgent: false, onClick: () => window.open(leadsTo) });
    }
    return nextAt === null ? null : nextAt - teamAheadMs;
  };
}

/** Changes of who is on call since `before`, for this person. */
export const makeTellShifts =
  ({ window }: SayOptions, says: Says, seen: Seen) =>
  (before: Watched) => {
    const { watched, me } = seen;
    if (!says.mayNotify() || watched.onCall === before.onCall) return;
    for (const { leadsTo, ...news } of findShiftNews(before.onCall, watched.onCall, {
      me,
      nameOf: says.nameOf,
    }))
      says.notify({ ...news, isUrgent: false, onClick: () => window.open(leadsTo) });
  };

/** News of incidents, and of lines in which somebody named this person. */
export function makeNews({ log, session, window }: SayOptions, says: Says, seen: Seen) {
  const tellNews = createIncidentNews({
    address: session.address,
    log,
    tell: ({ incident, ...news }) => {
      if (!says.mayNotify() || says.isQuietAbout(incident)) return;
      // Paged people are informed by the page itself.
      const pages = pagesToAnswer(seen.watched, { me: seen.me, answered: new Set() });
      if (pages.some((page) => page.incident === incident.id)) return;
      says.notify({ ...news, onClick: () => window.open({ screen: 'room', incident: incident.id }) });
    },
  });
  const tellMentions = createMentionNews({
    address: session.address,
    log,
    tell: ({ incident, entry, ...news }) => {
      if (!says.mayNotify() || window.isLookingAt(incident.id) || says.isQuietAbout(incident)) return;
      says.play('mention');
      const onClick = () => window.open({ screen: 'room', incident: incident.id, entry });
      says.notify({ ...news, isUrgent: false, onClick });
    },
  });
  return { tellNews, tellMentions };
}
