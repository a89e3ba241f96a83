// Reactions to the live feed outside the window: the tray, page alerts and notifications.
import { app } from 'electron';
import type { IncidentSummary } from '#room/feed.ts';
import type { Desk, Sound } from './bridge.ts';
import { createDueNews, findDue } from './due-news.ts';
import { createIncidentNews } from './incident-news.ts';
import { followFeed } from './live-feed.ts';
import { createMentionNews } from './mention-news.ts';
import { notify } from './notifications.ts';
import { createPageAlerts, type PageAlert } from './page-alerts.ts';
import { holdAnswers } from './page-answers.ts';
import type { SessionHolder } from './session.ts';
import type { SettingsStore } from './settings.ts';
import { findShiftNews } from './shift-news.ts';
import { isOpen, judgeStanding, nameIncident, pagesToAnswer } from './standing.ts';
import { strings } from './strings.ts';
import { createTray } from './tray.ts';
import { isMuted, nothingWatched, takeMessage, type Watched } from './watched.ts';
import type { MainWindow } from './windows.ts';
import { createWithdrawnNews } from './withdrawn-news.ts';
import { whoAmI } from './who-am-i.ts';

const hourMs = 3_600_000;

type Options = {
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
  desk: () => Omit<Desk, 'scribeKey'>;
  answer: (choice: { page: string; answer: 'acknowledge' | 'decline' }) => Promise<void>;
  mute: (choice: { service: string; hours: number }) => void;
  stop: () => void;
};

export function watchIncidents(options: Options): IncidentWatch {
  const { icon, log, settings, session, window } = options;
  let watched: Watched = nothingWatched;
  let me: string | null = null;
  let clockOffsetMs = 0;
  let alarm: NodeJS.Timeout | undefined;
  const now = () => Date.now() + clockOffsetMs;
  const play = (name: Sound['name']) => {
    const { sounds, volume } = settings.read();
    if (sounds) options.play({ name, volume });
  };
  const answers = holdAnswers({ address: session.address, log, changed: () => look() });
  const answer: IncidentWatch['answer'] = (choice) => answers.answer(choice);
  const mute: IncidentWatch['mute'] = ({ service, hours }) => {
    const { [service]: _before, ...others } = settings.mutes();
    settings.keepMutes(hours === 0 ? others : { ...others, [service]: Date.now() + hours * hourMs });
    look();
  };
  const answerQuietly = (page: string, what: 'acknowledge' | 'decline') =>
    void answer({ page, answer: what }).catch((error: unknown) => log(`page not answered: ${String(error)}`));
  const showTray = createTray({
    icons: options.icons,
    open: window.open,
    quit: () => app.quit(),
    note: options.note,
    mute: (service, hours) => mute({ service, hours }),
    answer: answerQuietly,
  });
  const isQuietAbout = (incident: IncidentSummary) =>
    isMuted(watched, incident, { me, mutes: settings.mutes(), now: Date.now() });

  const nameOf = (person: string) => watched.people.find(({ id }) => id === person)?.name ?? person;
  function sayPage({ page, incident, time }: PageAlert): () => void {
    const named = incident ? `${incident.severity} ${nameIncident(incident)}` : strings.anIncident;
    const name = page.isTest ? strings.testPage : named;
    if (incident && isQuietAbout(incident)) return () => undefined;
    play('page');
    const again = time > 1 ? strings.stillNotAnswered : '';
    const why =
      page.by === undefined
        ? strings.stepAcknowledgeIn(again, page.policy, page.step)
        : strings.askedBy(again, nameOf(page.by), page.text ?? null);
    const body = page.runbook === undefined ? why : strings.withRunbook(why, page.runbook);
    return notify(
      {
        title: strings.page(name),
        body: page.isTest ? strings.testPageBody : body,
        isUrgent: true,
        stays: true,
        icon,
        onClick: () => window.open({ screen: 'room', incident: page.incident }),
        buttons: [
          { words: strings.acknowledge, onPress: () => answerQuietly(page.id, 'acknowledge') },
          { words: strings.open, onPress: () => window.open({ screen: 'room', incident: page.incident }) },
          { words: strings.notMe, onPress: () => answerQuietly(page.id, 'decline') },
        ],
      },
      log,
    );
  }
  const alerts = createPageAlerts({ now: Date.now, say: sayPage });
  const dueNews = createDueNews();
  const withdrawnNews = createWithdrawnNews();

  /** Updates everything, after a feed message or at a due time. Mutes use this computer's clock. */
  function look() {
    const mutes = settings.mutes();
    const standing = judgeStanding(watched, {
      me,
      mutes,
      now: Date.now(),
      answered: new Set(answers.list().map(({ page }) => page)),
    });
    const { services, nextUnmute } = readServices(watched, mutes);
    showTray({ standing, services });
    const nextPage = alerts.show(standing.pages, watched.incidents);
    const { due, nextAt } = dueNews(findDue(watched.incidents.values(), me), now());
    const none = withdrawnNews(watched, me).filter(({ incident }) => !window.isLookingAt(incident.id));
    for (const { incident, title, body, leadsTo } of [...due, ...none]) {
      if (!settings.read().notifications || isQuietAbout(incident)) continue;
      notify(
        {
          title,
          body,
          icon,
          isUrgent: false,
          onClick: () => window.open(leadsTo),
        },
        log,
      );
    }
    clearTimeout(alarm);
    const next = Math.min(
      nextPage ?? Infinity,
      nextUnmute ?? Infinity,
      nextAt === null ? Infinity : nextAt - clockOffsetMs,
    );
    if (next !== Infinity) alarm = setTimeout(look, Math.min(Math.max(next - Date.now(), 20), hourMs));
    options.changed();
  }

  async function recognise() {
    const { id } = await whoAmI(await session.address());
    if (id === me) return;
    me = id;
    look();
  }
  const tellNews = createIncidentNews({
    address: session.address,
    log,
    tell: ({ incident, ...news }) => {
      if (!settings.read().notifications || isQuietAbout(incident)) return;
      // Paged people are informed by the page itself.
      if (pagesToAnswer(watched, { me, answered: new Set() }).some((page) => page.incident === incident.id))
        return;
      notify({ ...news, icon, onClick: () => window.open({ screen: 'room', incident: incident.id }) }, log);
    },
  });
  const tellMentions = createMentionNews({
    address: session.address,
    log,
    tell: ({ incident, entry, ...news }) => {
      if (!settings.read().notifications || window.isLookingAt(incident.id) || isQuietAbout(incident)) return;
      play('mention');
      const onClick = () => window.open({ screen: 'room', incident: incident.id, entry });
      notify({ ...news, icon, isUrgent: false, onClick }, log);
    },
  });
  const tellShifts = (before: Watched) => {
    if (!settings.read().notifications || watched.onCall === before.onCall) return;
    for (const { leadsTo, ...news } of findShiftNews(before.onCall, watched.onCall, { me, nameOf }))
      notify({ ...news, icon, isUrgent: false, onClick: () => window.open(leadsTo) }, log);
  };
  const stopFeed = followFeed({
    address: session.address,
    log,
    onMessage: (message) => {
      if (message.type === 'snapshot') clockOffsetMs = message.snapshot.now - Date.now();
      if (message.type === 'snapshot' || message.type === 'people')
        recognise().catch((error: unknown) => log(`who am I: ${String(error)}`));
      const before = watched;
      watched = takeMessage(watched, message);
      if (watched !== before) {
        tellShifts(before);
        const { upstreams } = watched;
        answers.take(watched.pages, upstreams.length === 0 || upstreams[0]?.state === 'connected');
        look();
      }
      tellNews(message);
      tellMentions(message);
    },
  });
  look();
  return {
    desk: () => ({ answers: answers.list(), mutes: listMutes(settings.mutes()) }),
    answer,
    mute,
    stop: () => {
      clearTimeout(alarm);
      alerts.stop();
      stopFeed();
    },
  };
}

const listMutes = (mutes: Record<string, number>) =>
  Object.entries(mutes)
    .filter(([, until]) => until > Date.now())
    .map(([service, until]) => ({ service, until }));

/** Services for the mute menu: muted ones first, then those with open incidents, then the other monitored ones. */
function readServices({ incidents, watchedServices }: Watched, mutes: Record<string, number>) {
  const troubled = [...incidents.values()].filter(isOpen).flatMap(({ service }) => service ?? []);
  const muted = new Map(listMutes(mutes).map(({ service, until }) => [service, until]));
  const all = new Set([...muted.keys(), ...troubled, ...watchedServices]);
  return {
    services: [...all].map((service) => ({ service, until: muted.get(service) ?? null })),
    nextUnmute: muted.size === 0 ? null : Math.min(...muted.values()),
  };
}
