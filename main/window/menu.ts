import { Menu, app } from 'electron';
import type { Destination } from '../bridge.ts';
import type { TextStep } from '../settings.ts';
import { strings } from '../strings.ts';

/** The application menu with each platform's own shortcuts. Reload and the inspector only in development. */
export function setMenu(open: (destination: Destination) => void, changeText: (step: TextStep) => void) {
  const isMac = process.platform === 'darwin';
  const settings: Electron.MenuItemConstructorOptions = {
    label: strings.settings,
    accelerator: 'CmdOrCtrl+,',
    click: () => open({ screen: 'settings' }),
  };
  const appMenu: Electron.MenuItemConstructorOptions = {
    label: app.name,
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
  const incident: Electron.MenuItemConstructorOptions = {
    label: strings.incidentLabel,
    submenu: [
      {
        label: strings.declareIncident,
        accelerator: 'CmdOrCtrl+N',
        click: () => open({ screen: 'declare' }),
      },
      {
        label: strings.allIncidents,
        accelerator: 'CmdOrCtrl+Shift+L',
        click: () => open({ screen: 'lobby' }),
      },
      { type: 'separator' },
      {
        label: strings.openRecord,
        accelerator: 'CmdOrCtrl+O',
        click: () => open({ screen: 'record' }),
      },
      ...(isMac ? [] : ([{ type: 'separator' }, settings, { type: 'separator' }, { role: 'quit' }] as const)),
    ],
  };
  const development: Electron.MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }];
  const view: Electron.MenuItemConstructorOptions = {
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
      ...development,
    ],
  };
  const menu = [
    ...(isMac ? [appMenu] : []),
    incident,
    { role: 'editMenu' } as const,
    view,
    { role: 'windowMenu' } as const,
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
}
