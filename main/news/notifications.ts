// Notifications of the operating system: node-notifier first, Electron's own when that fails. On Linux the other way
// round, because only Electron's reports clicks there.
import { Notification } from 'electron';
import notifier from 'node-notifier';

export type Notice = {
  title: string;
  body: string;
  isUrgent: boolean;
  icon: string;
  onClick: () => void;
  /** Stays visible until it is answered. */
  stays?: boolean;
  /** Buttons, where the system has them. */
  buttons?: readonly { words: string; onPress: () => void }[];
};
type Way = (notice: Notice, onFailure: (reason: string) => void) => () => void;

/** Returns a function that removes it. */
export function notify(notice: Notice, log: (line: string) => void): () => void {
  const [first, second] =
    process.platform === 'linux' ? [withElectron, withNotifier] : [withNotifier, withElectron];
  let close: (() => void) | null = null;
  const closeFirst = first(notice, (reason) => {
    log(`notification: ${reason}; trying the other way`);
    close = second(notice, (again) => log(`notification not shown: ${again}`));
  });
  return () => {
    closeFirst();
    close?.();
  };
}

// Keeps references: Electron drops a notification and its click handler when it is garbage-collected.
const shown = new Set<Notification>();

const withElectron: Way = ({ title, body, icon, isUrgent, onClick, stays, buttons = [] }, onFailure) => {
  if (!Notification.isSupported()) {
    onFailure('not supported here');
    return () => undefined;
  }
  const notification = new Notification({
    title,
    body,
    icon,
    urgency: isUrgent ? 'critical' : 'normal',
    silent: true, // our own sounds are set in our own settings
    ...(stays && { timeoutType: 'never' }),
    actions: buttons.map(({ words: text }) => ({ type: 'button', text })),
  });
  shown.add(notification);
  const forget = () => shown.delete(notification);
  notification.once('click', () => {
    forget();
    onClick();
  });
  notification.once('close', forget);
  notification.on('action', (_event, index) => {
    forget();
    buttons[index]?.onPress();
  });
  // isSupported() is true even without a notification service; this event reports that case.
  notification.once('failed', (_event, error) => {
    forget();
    onFailure(error);
  });
  notification.show();
  return () => {
    forget();
    notification.close();
  };
};

const withNotifier: Way = ({ title, body, icon, isUrgent, onClick }, onFailure) => {
  const options = {
    title,
    message: body,
    icon,
    wait: true,
    urgency: isUrgent ? 'critical' : 'normal',
    'app-name': 'Muster',
  };
  notifier.notify(options, (error, _response, metadata) => {
    if (error) onFailure(error.message);
    else if (metadata?.activationType === 'clicked' || metadata?.activationType === 'contentsClicked')
      onClick();
  });
  return () => undefined; // node-notifier cannot remove a notification
};
