// Follows the live feed for what is shown outside the window: the tray, page alerts and notifications.
import { app, powerMonitor } from 'electron';
import type { DesktopState } from '../bridge.ts';
import { followLastCheck, type LastCheck } from './last-check.ts';
import { followFeed, type FollowedFeed } from './live-feed.ts';
import { keepMute, listMutes, readServices } from './mutes.ts';
import { holdAnswers } from './page-answers.ts';
import {
  makeNews,
  makeSays,
  makeTellShifts,
  openAlerts,
  steadyNow,
  type AnswerQuietly,
  type SayOptions,
  type Says,
  type Seen,
} from './say.ts';
import type { SettingsStore } from '../settings.ts';
import { judgeOverview } from './standing.ts';
import { createTray } from './tray.ts';
import { nothingWatched, takeMessage } from './watched.ts';
import { whoAmI } from '../server/who-am-i.ts';

const longestWaitMs = 3_600_000;
export type WatchOptions = SayOptions & {
  icons: string;
  /** Opens the scribe bar for a note, for this incident if given. */
  note: (incident: string | null) => void;
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

/** Shows the current state; returns the ms until it must be shown again. Mutes use this computer's clock. */
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
