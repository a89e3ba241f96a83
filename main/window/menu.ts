import { Menu, app } from 'electron';
import type { Destination } from '../bridge.ts';
import type { TextStep } from '../settings.ts';
import { strings } from '../strings.ts';

/** The application menu with each platform's own shortcuts. Reload and the inspector only in development. */
type Item = Electron.MenuItemConstructorOptions;
type Open = (destination: Destination) => void;

const settingsItem = (open: Open): Item => ({
  label: strings.settings,
  accelerator: 'CmdOrCtrl+,',
  click: () => open({ screen: 'settings' }),
});

/** The menu that macOS names after the app. */
const appMenu = (open: Open): Item => ({
  label: app.name,
  submenu: [
    { role: 'about' },
    { type: 'separator' },
    settingsItem(open),
    { type: 'separator' },
    { role: 'services' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    { role: 'quit' },
  ],
});

/** Elsewhere than on macOS, Settings and Quit are here. */
const incidentMenu = (open: Open, isMac: boolean): Item => ({
  label: strings.incidentLabel,
  submenu: [
    { label: strings.declareIncident, accelerator: 'CmdOrCtrl+N', click: () => open({ screen: 'declare' }) },
    { label: strings.allIncidents, accelerator: 'CmdOrCtrl+Shift+L', click: () => open({ screen: 'lobby' }) },
    { type: 'separator' },
    { label: strings.openRecord, accelerator: 'CmdOrCtrl+O', click: () => open({ screen: 'record' }) },
    ...(isMac
      ? []
      : ([{ type: 'separator' }, settingsItem(open), { type: 'separator' }, { role: 'quit' }] as const)),
  ],
});

const development = (): Item[] =>
  app.isPackaged ? [] : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }];

const viewMenu = (changeText: (step: TextStep) => void): Item => ({
  label: strings.view,
  submenu: [
    { label: strings.usualText, accelerator: 'CmdOrCtrl+0', click: () => changeText('usual') },
    { label: strings.largerText, accelerator: 'CmdOrCtrl+Plus', click: () => changeText('larger') },
    {
      label: strings.largerText,
      accelerator: 'CmdOrCtrl+=',
      visible: false,
      acceleratorWorksWhenHidden: true,
      click: () => changeText('larger'),
    },
    { label: strings.smallerText, accelerator: 'CmdOrCtrl+-', click: () => changeText('smaller') },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...development(),
  ],
});

export function setMenu(open: Open, changeText: (step: TextStep) => void) {
  const isMac = process.platform === 'darwin';
  const menu = [
    ...(isMac ? [appMenu(open)] : []),
    incidentMenu(open, isMac),
    { role: 'editMenu' } as const,
    viewMenu(changeText),
    { role: 'windowMenu' } as const,
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
}
