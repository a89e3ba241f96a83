// A private D-Bus session in which the test plays the desktop. It is the notification service and the tray, keeps
// every notification, reads every tray icon, and clicks both.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import dbus, { type Message, type MessageBus } from 'dbus-next';

export type SeenNotification = {
  id: number;
  app: string;
  title: string;
  body: string;
  /** 0 low, 1 normal, 2 critical. */
  urgency: number;
  actions: readonly string[];
};
export type SeenTray = {
  tooltip: string;
  hasIcon: boolean;
  iconBytes: string;
  menu: readonly SeenMenuItem[];
};
export type SeenMenuItem = { id: number; label: string };

export type DesktopBus = {
  /** The value for DBUS_SESSION_BUS_ADDRESS. */
  address: string;
  notifications: readonly SeenNotification[];
  /** Clicks a notification itself, not one of its buttons. */
  click(notification: SeenNotification): void;
  /** How many tray icons were registered so far. */
  trayCount(): number;
  /** The newest tray icon in its present state. */
  readTray(): Promise<SeenTray>;
  clickTray(): Promise<void>;
  clickTrayMenu(label: string): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

type Answer = { signature: string; body: unknown[] };
const empty: Answer = { signature: '', body: [] };
const notificationsName = 'org.freedesktop.Notifications';
const watcherName = 'org.kde.StatusNotifierWatcher';
const itemName = 'org.kde.StatusNotifierItem';

export async function startDesktopBus(): Promise<DesktopBus> {
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(daemon.stdout, 'data')) as [Buffer];
  const address = String(line).trim();
  const bus = dbus.sessionBus({ busAddress: address });
  const notifications: SeenNotification[] = [];
  const items: { service: string; path: string }[] = [];
  const service = createService(bus, notifications, items);
  bus.addMethodHandler((message: Message) => {
    const answer = service[`${message.interface}.${message.member}`];
    if (!answer) return false;
    const { signature, body } = answer(message);
    bus.send(dbus.Message.newMethodReturn(message, signature, body));
    return true;
  });
  for (const name of [notificationsName, watcherName]) await bus.requestName(name, 0);
  return {
    address,
    notifications,
    click: ({ id }) => {
      send(bus, notificationsName, 'ActionInvoked', 'us', [id, 'default']);
      send(bus, notificationsName, 'NotificationClosed', 'uu', [id, 2]);
    },
    trayCount: () => items.length,
    ...createTrayReader(bus, items),
    async [Symbol.asyncDispose]() {
      bus.disconnect();
      const ended = once(daemon, 'exit');
      daemon.kill();
      await ended;
    },
  };
}

const paths = {
  [notificationsName]: '/org/freedesktop/Notifications',
  [watcherName]: '/StatusNotifierWatcher',
};

function send(
  bus: MessageBus,
  name: keyof typeof paths,
  member: string,
  ...[signature, body]: [string, unknown[]]
) {
  bus.send(dbus.Message.newSignal(paths[name], name, member, signature, body));
}

/** The test's side of both services: maps `interface.member` to its answer. */
function createService(
  bus: MessageBus,
  notifications: SeenNotification[],
  items: { service: string; path: string }[],
): Record<string, (message: Message) => Answer> {
  return {
    [`${notificationsName}.Notify`]: ({ body }) => {
      const [app, replaces, , title, text, actions, hints] = body as [
        string,
        number,
        string,
        string,
        string,
        string[],
        Record<string, { value: number }>,
      ];
      const id = replaces || notifications.length + 1;
      notifications.push({ id, app, title, body: text, urgency: hints.urgency?.value ?? 1, actions });
      return { signature: 'u', body: [id] };
    },
    [`${notificationsName}.CloseNotification`]: ({ body }) => {
      send(bus, notificationsName, 'NotificationClosed', 'uu', [body[0], 3]);
      return empty;
    },
    [`${notificationsName}.GetCapabilities`]: () => ({
      signature: 'as',
      body: [['actions', 'body', 'persistence']],
    }),
    [`${notificationsName}.GetServerInformation`]: () => ({
      signature: 'ssss',
      body: ['recorder', 'muster tests', '1.0', '1.2'],
    }),
    [`${watcherName}.RegisterStatusNotifierItem`]: ({ body, sender }) => {
      // A service name, or a path on the caller's own connection.
      const name = String(body[0]);
      const item = name.startsWith('/')
        ? { service: sender, path: name }
        : { service: name, path: '/StatusNotifierItem' };
      items.push(item);
      send(bus, watcherName, 'StatusNotifierItemRegistered', 's', [item.service]);
      return empty;
    },
    [`${watcherName}.RegisterStatusNotifierHost`]: () => empty,
    'org.freedesktop.DBus.Properties.Get': ({ body }) => ({
      signature: 'v',
      body: [watcherProperty(String(body[1]), items)],
    }),
    'org.freedesktop.DBus.Properties.GetAll': () => ({
      signature: 'a{sv}',
      body: [
        Object.fromEntries(
          ['IsStatusNotifierHostRegistered', 'ProtocolVersion', 'RegisteredStatusNotifierItems'].map(
            (name) => [name, watcherProperty(name, items)],
          ),
        ),
      ],
    }),
  };
}

function watcherProperty(name: string, items: readonly { service: string }[]) {
  if (name === 'IsStatusNotifierHostRegistered') return new dbus.Variant('b', true);
  if (name === 'ProtocolVersion') return new dbus.Variant('i', 0);
  return new dbus.Variant(
    'as',
    items.map((item) => item.service),
  );
}

function createTrayReader(bus: MessageBus, items: readonly { service: string; path: string }[]) {
  const newest = () => {
    const item = items.at(-1);
    if (!item) throw new Error('no tray icon was registered');
    return item;
  };
  const call = async (path: string, face: string, member: string, signature: string, body: unknown[]) => {
    const destination = newest().service;
    const reply = await bus.call(
      new dbus.Message({ destination, path, interface: face, member, signature, body }),
    );
    return (reply?.body ?? []) as unknown[];
  };
  const read = async (property: string) => {
    const body = [itemName, property];
    const [variant] = await call(newest().path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', body);
    return (variant as { value: unknown }).value;
  };
  const readMenu = async (): Promise<SeenMenuItem[]> => {
    const path = String(await read('Menu'));
    const [, layout] = await call(path, 'com.canonical.dbusmenu', 'GetLayout', 'iias', [0, -1, []]);
    const entries = (layout as [number, object, { value: [number, Record<string, { value: string }>] }[]])[2];
    return entries.map(({ value: [id, properties] }) => ({ id, label: properties.label?.value ?? '' }));
  };
  return {
    async readTray(): Promise<SeenTray> {
      const [, , tooltip] = (await read('ToolTip')) as [string, unknown, string, string];
      const pixmaps = (await read('IconPixmap')) as [number, number, Buffer][];
      const iconBytes = pixmaps[0] ? Buffer.from(pixmaps[0][2]).toString('base64') : '';
      return { tooltip, hasIcon: iconBytes !== '', iconBytes, menu: await readMenu() };
    },
    async clickTray() {
      await call(newest().path, itemName, 'Activate', 'ii', [0, 0]);
    },
    async clickTrayMenu(label: string) {
      const item = (await readMenu()).find((each) => each.label === label);
      if (!item) throw new Error(`the tray menu has no ${label}`);
      const path = String(await read('Menu'));
      const body = [item.id, 'clicked', new dbus.Variant('i', 0), 0];
      await call(path, 'com.canonical.dbusmenu', 'Event', 'isvu', body);
    },
  };
}
