// The tray (DE6): one icon for the current state; its tooltip and the top of its menu give the reason.
import path from 'node:path';
import { Menu, Tray, nativeImage } from 'electron';
import type { Destination } from '../bridge.ts';
import { nameIncident } from '#room/text/words.ts';
import { sayTime, type Overview } from './standing.ts';
import { strings } from '../strings.ts';

const listed = 12;
const muteHours = [1, 4, 8] as const;

export type TrayState = {
  standing: Overview;
  /** Everything that can be muted, and until when it is muted (epoch ms). */
  services: readonly { service: string; until: number | null }[];
};

type Options = {
  icons: string;
  open: (destination?: Destination) => void;
  quit: () => void;
  note: (incident: string | null) => void;
  mute: (service: string, hours: 0 | 1 | 4 | 8) => void;
  answer: (page: string, answer: 'acknowledge' | 'decline') => void;
};

/** Returns a function that updates it. Does nothing on systems that show no tray icons. */
export function createTray(options: Options): (state: TrayState) => void {
  const { icons, open } = options;
  const icon = (mark: Overview['mark']) =>
    nativeImage.createFromPath(path.join(icons, `tray-${mark.toLowerCase()}.png`));
  const tray = new Tray(icon('calm'));
  let shown = '';
  let leadsTo: Destination | null = null;
  tray.on('click', () => open(leadsTo ?? undefined));
  return (state) => {
    const { standing } = state;
    const key = JSON.stringify([
      standing.mark,
      standing.words,
      standing.pages.map(({ id }) => id),
      standing.checkDue,
      standing.tasksOverdue,
      standing.open.map((each) => [each.id, nameIncident(each), each.severity, each.service]),
      state.services,
    ]);
    if (key === shown) return;
    shown = key;
    leadsTo = standing.leadsTo;
    tray.setImage(icon(standing.mark));
    tray.setToolTip(standing.words);
    tray.setContextMenu(Menu.buildFromTemplate(menuOf(state, options)));
  };
}

type Item = Electron.MenuItemConstructorOptions;
const plain = (words: string) => words.replaceAll('&', '&&');

function menuOf({ standing, services }: TrayState, options: Options): Item[] {
  const { open, quit, note } = options;
  const incidents = standing.open.slice(0, listed).map((incident) => ({
    label: plain(`${incident.severity} ${nameIncident(incident)}${incident.drill ? ' (drill)' : ''}`),
    click: () => open({ screen: 'room', incident: incident.id }),
  }));
  const rest = standing.open.length - incidents.length;
  const first = standing.open.find(({ id }) => id === leadsToRoom(standing)) ?? standing.open[0];
  return [
    ...pageItems(standing, options),
    { label: strings.openMuster, click: () => open() },
    { label: strings.declareIncidentLabel, click: () => open({ screen: 'declare' }) },
    first
      ? { label: plain(strings.noteTo(first.number ?? first.title)), click: () => note(first.id) }
      : { label: strings.noteIncident, enabled: false },
    { type: 'separator' },
    ...(incidents.length > 0 ? incidents : [{ label: strings.noOpenIncident, enabled: false }]),
    ...(rest > 0 ? [{ label: strings.more(rest), click: () => open({ screen: 'lobby' }) }] : []),
    ...(standing.checkDue === null
      ? []
      : [{ label: plain(standing.checkDue), click: () => open({ screen: 'on-call' }) }]),
    ...(standing.tasksOverdue === null
      ? []
      : [
          {
            label: plain(standing.tasksOverdue),
            click: () => open({ screen: 'recurring-tasks', task: null }),
          },
        ]),
    { type: 'separator' },
    ...services.slice(0, listed).map((each) => muteItem(each, options)),
    ...(services.length > 0 ? [{ type: 'separator' } as const] : []),
    { label: strings.quit, click: quit },
  ];
}

const leadsToRoom = ({ leadsTo }: Overview) => (leadsTo?.screen === 'room' ? leadsTo.incident : null);

function pageItems({ pages, open }: Overview, options: Options): Item[] {
  if (pages.length === 0) return [];
  const items = pages.map((page): Item => {
    const incident = open.find(({ id }) => id === page.incident);
    return {
      label: plain(strings.youPaged(incident ? nameIncident(incident) : strings.anIncident)),
      submenu: [
        { label: strings.acknowledge, click: () => options.answer(page.id, 'acknowledge') },
        { label: strings.open, click: () => options.open({ screen: 'room', incident: page.incident }) },
        { label: strings.notMe, click: () => options.answer(page.id, 'decline') },
      ],
    };
  });
  return [...items, { type: 'separator' }];
}

function muteItem({ service, until }: TrayState['services'][number], { mute }: Options): Item {
  if (until !== null)
    return {
      label: plain(strings.unmuteUntil(service, sayTime(until))),
      click: () => mute(service, 0),
    };
  return {
    label: plain(strings.mute(service)),
    submenu: muteHours.map((hours) => ({
      label: hours === 1 ? strings.forHour : strings.forHours(hours),
      click: () => mute(service, hours),
    })),
  };
}
