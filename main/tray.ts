// The tray as truth: one icon, the worst state of what is open; its tooltip says it in words.
import path from 'node:path';
import { Menu, Tray, nativeImage } from 'electron';
import type { Destination } from './bridge.ts';
import { nameIncident, type Standing } from './standing.ts';

const listed = 12;

type Options = { icons: string; open: (destination?: Destination) => void; quit: () => void };

/** Returns how to change it. Without anything that shows tray icons this does nothing, quietly. */
export function createTray({ icons, open, quit }: Options): (standing: Standing) => void {
  const icon = (mark: Standing['mark']) =>
    nativeImage.createFromPath(path.join(icons, `tray-${mark.toLowerCase()}.png`));
  const tray = new Tray(icon('calm'));
  let shown = '';
  tray.on('click', () => open());
  return (standing) => {
    const state = JSON.stringify([
      standing.mark,
      standing.words,
      standing.open.map((each) => [each.id, nameIncident(each)]),
    ]);
    if (state === shown) return;
    shown = state;
    tray.setImage(icon(standing.mark));
    tray.setToolTip(standing.words);
    tray.setContextMenu(Menu.buildFromTemplate(menuOf(standing, open, quit)));
  };
}

function menuOf(
  standing: Standing,
  open: Options['open'],
  quit: () => void,
): Electron.MenuItemConstructorOptions[] {
  const incidents = standing.open.slice(0, listed).map((incident) => ({
    label: `${incident.severity} ${nameIncident(incident)}${incident.drill ? ' (drill)' : ''}`.replaceAll(
      '&',
      '&&',
    ),
    click: () => open({ screen: 'room', incident: incident.id }),
  }));
  const rest = standing.open.length - incidents.length;
  return [
    { label: 'Open Muster', click: () => open() },
    { label: 'Declare an incident', click: () => open({ screen: 'declare' }) },
    { type: 'separator' },
    ...(incidents.length > 0 ? incidents : [{ label: 'No open incident', enabled: false }]),
    ...(rest > 0 ? [{ label: `${rest} more`, click: () => open({ screen: 'lobby' }) }] : []),
    { type: 'separator' },
    { label: 'Quit', click: quit },
  ];
}
