// Reactions to the live feed outside the window: the tray, page alerts and notifications.
import { app, powerMonitor } from 'electron';
import type { IncidentSummary, OpenPage } from '#room/feed/feed.ts';
import type { DesktopState, Sound } from '../bridge.ts';
import { createDueNews, findDue, findRecurringDue } from './due-news.ts';
import { createIncidentNews } from './incident-news.ts';
import { followFeed, type FollowedFeed } from './live-feed.ts';
import { followLastCheck, type LastCheck } from './last-check.ts';
import { createMentionNews } from './mention-news.ts';
import { keepMute, listMutes, readServices } from './mutes.ts';
import { notify } from './notifications.ts';
import { createPageAlerts, type PageAlert } from './page-alerts.ts';
import { holdAnswers } from './page-answers.ts';
import type { SessionHolder } from '../server/session.ts';
import type { SettingsStore } from '../settings.ts';
import { findShiftNews } from './shift-news.ts';
import { nameIncident } from '#room/text/words.ts';
import { judgeOverview, pagesToAnswer, sayTime } from './standing.ts';
import { strings } from '../strings.ts';
import { createTray } from './tray.ts';
import { findUnpaged } from './unpaged.ts';
import { isMuted, nothingWatched, takeMessage, type Watched } from './watched.ts';
import type { MainWindow } from '../window/windows.ts';
import { createWithdrawnNews } from './withdrawn-news.ts';
import { whoAmI } from '../server/who-am-i.ts';

const longestWaitMs = 3_600_000;
/**
 * Somebody may set this computer's clock while it waits; that must neither delay a page nor bring a reminder early. This
 * clock stops while the computer sleeps, so the team is asked for its time afterwards.
 */
const steadyNow = () => performance.now();

export type WatchOptions = {
  icons: string;
  icon: string;
  log: (line: string) => void;
  settings: SettingsStore;
  session: SessionHolder;
  window: MainWindow;
  /** Opens the scribe bar for a note, for this incident if given. */
  note: (incident: string | null) => void;
  play: (sound: Sound) => void;
  changed: () => void;
};

export type IncidentWatch = {
  desk: () => Omit<DesktopState, 'scribeKey'>;
  answer: (choice: { page: string; answer: 'acknowledge' | 'decline' }) => Promise<void>;
  mute: (choice: { service: string; hours: number }) => void;
  stop: () => void;
};

export function watchIncidents(options: WatchOptions): IncidentWatch {
  const { log, settings, session } = options;
  const seen: Seen = { watched: nothingWatched, me: null, teamAheadMs: Date.now() - steadyNow() };
  const answers = holdAnswers({ address: session.address, log, changed: () => look() });
  const mute: IncidentWatch['mute'] = (choice) => {
    keepMute(settings, choice);
    look();
  };
  const answerQuietly: AnswerQuietly = (page, answer) =>
    void answers
      .answer({ page, answer })
      .catch((error: unknown) => log(`page not answered: ${String(error)}`));
  const says = makeSays(options, seen);
  const lastCheck = followLastCheck({ address: session.address, log, changed: () => look() });
  const showTray = openTray(options, mute, answerQuietly);
  const alerts = openAlerts(options, { seen, says, answer: answerQuietly });
  const rings = openLookAgain(() => look());
  const showNow = makeShowing(settings, { seen, answers, lastCheck, showTray, alerts });

  /** Updates everything, after a feed message or at a due time. */
  function look() {
    rings.set(showNow());
    options.changed();
  }
  const feed = followIncidents(options, { seen, says, answers, lastCheck, look });
  powerMonitor.on('resume', feed.again);
  look();
  return {
    desk: () => ({ answers: answers.list(), mutes: listMutes(settings.mutes()) }),
    answer: (choice) => answers.answer(choice),
    mute,
    stop: () => {
      rings.stop();
      alerts.stop();
      lastCheck.stop();
      powerMonitor.off('resume', feed.again);
      feed.stop();
    },
  };
}

/** What the feed said so far. `teamAheadMs`: the team's time less that of the steady clock. */
type Seen = { watched: Watched; me: string | null; teamAheadMs: number };
type AnswerQuietly = (page: string, answer: 'acknowledge' | 'decline') => void;

const openTray = (options: WatchOptions, mute: IncidentWatch['mute'], answer: AnswerQuietly) =>
  createTray({
    icons: options.icons,
    open: options.window.open,
    quit: () => app.quit(),
    note: options.note,
    mute: (service, hours) => mute({ service, hours }),
    answer,
  });

type Showing = {
  seen: Seen;
  answers: ReturnType<typeof holdAnswers>;
  lastCheck: LastCheck;
  showTray: ReturnType<typeof createTray>;
  alerts: ReturnType<typeof openAlerts>;
};

/** Shows the current state; returns after how many ms to do so again. Mutes use this computer's clock. */
const makeShowing =
  (settings: SettingsStore, { seen, answers, lastCheck, showTray, alerts }: Showing) =>
  (): number => {
    const { watched, me } = seen;
    const mutes = settings.mutes();
    const answered = new Set(answers.list().map(({ page }) => page));
    const lastCheckAt = lastCheck.at();
    const now = Date.now();
    const standing = judgeOverview(watched, { me, mutes, now, answered, lastCheckAt });
    const { services, nextUnmute } = readServices(watched, mutes);
    showTray({ standing, services });
    const next = alerts.show(standing.pages);
    return Math.min((nextUnmute ?? Infinity) - now, next - steadyNow());
  };

/** Looks again after a time, and at the latest after an hour. */
function openLookAgain(look: () => void) {
  let alarm: NodeJS.Timeout | undefined;
  return {
    set: (inMs: number) => {
      clearTimeout(alarm);
      if (inMs !== Infinity) alarm = setTimeout(look, Math.min(Math.max(inMs, 20), longestWaitMs));
    },
    stop: () => clearTimeout(alarm),
  };
}

type Says = ReturnType<typeof makeSays>;

/** Pages, incidents of which nobody is paged, and due things. `show` returns when to look again, on the steady clock. */
function openAlerts(
  options: WatchOptions,
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
function makeSays({ icon, log, settings, ...options }: WatchOptions, seen: Seen) {
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
  ({ window }: WatchOptions, says: Says, answer: AnswerQuietly) =>
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
  ({ window }: WatchOptions, says: Says, seen: Seen) =>
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
function makeTellDue({ window }: WatchOptions, says: Says, seen: Seen): () => number | null {
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

type Following = {
  seen: Seen;
  says: Says;
  answers: ReturnType<typeof holdAnswers>;
  lastCheck: LastCheck;
  look: () => void;
};

function followIncidents(
  options: WatchOptions,
  { seen, says, answers, lastCheck, look }: Following,
): FollowedFeed {
  const { log, session } = options;
  const { tellNews, tellMentions } = makeNews(options, says, seen);
  const tellShifts = makeTellShifts(options, says, seen);
  const recognise = async () => {
    const { id, role } = await whoAmI(await session.address());
    // Only owners hear that a check is due.
    if (role === 'owner') lastCheck.ask();
    if (id === seen.me) return;
    seen.me = id;
    look();
  };
  return followFeed({
    address: session.address,
    log,
    onMessage: (message) => {
      if (message.type === 'snapshot') seen.teamAheadMs = message.snapshot.now - steadyNow();
      if (message.type === 'snapshot' || message.type === 'people')
        recognise().catch((error: unknown) => log(`who am I: ${String(error)}`));
      const before = seen.watched;
      seen.watched = takeMessage(before, message);
      if (seen.watched !== before) {
        tellShifts(before);
        const { upstreams, pages } = seen.watched;
        answers.take(pages, upstreams.length === 0 || upstreams[0]?.state === 'connected');
        look();
      }
      tellNews(message);
      tellMentions(message);
    },
  });
}

/** Changes of who is on call since `before`, for this person. */
const makeTellShifts =
  ({ window }: WatchOptions, says: Says, seen: Seen) =>
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
function makeNews({ log, session, window }: WatchOptions, says: Says, seen: Seen) {
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
