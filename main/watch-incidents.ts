// What follows from the live feed outside the window: the tray's standing and the news.
import { app } from 'electron';
import { createIncidentNews } from './incident-news.ts';
import { createMentionNews } from './mention-news.ts';
import { followFeed } from './live-feed.ts';
import { notify } from './notifications.ts';
import type { SessionHolder } from './session.ts';
import type { SettingsStore } from './settings.ts';
import { trackStanding } from './standing.ts';
import { createTray } from './tray.ts';
import type { MainWindow } from './windows.ts';

type Options = {
  icons: string;
  icon: string;
  log: (line: string) => void;
  settings: SettingsStore;
  session: SessionHolder;
  window: MainWindow;
};

/** Returns the stop. */
export function watchIncidents({ icons, icon, log, settings, session, window }: Options): () => void {
  const trackForTray = trackStanding(createTray({ icons, open: window.open, quit: () => app.quit() }));
  const tellNews = createIncidentNews({
    address: session.address,
    log,
    tell: ({ incident, ...news }) => {
      if (!settings.read().notifications) return;
      notify({ ...news, icon, onClick: () => window.open({ screen: 'room', incident: incident.id }) }, log);
    },
  });
  const tellMentions = createMentionNews({
    address: session.address,
    log,
    tell: ({ incident, entry, ...news }) => {
      if (!settings.read().notifications || window.isLookingAt(incident.id)) return;
      const onClick = () => window.open({ screen: 'room', incident: incident.id, entry });
      notify({ ...news, icon, isUrgent: false, onClick }, log);
    },
  });
  return followFeed({
    address: session.address,
    log,
    onMessage: (message) => {
      trackForTray(message);
      tellNews(message);
      tellMentions(message);
    },
  });
}
