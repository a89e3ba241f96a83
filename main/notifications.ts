// Notifications of the operating system. node-notifier first, Electron's own when that fails; on Linux the other
// way round, since only Electron's carries a click back there.
import { Notification } from 'electron';
import notifier from 'node-notifier';

export type Notice = { title: string; body: string; isUrgent: boolean; icon: string; onClick: () => void };
type Way = (notice: Notice, onFailure: (reason: string) => void) => void;

export function notify(notice: Notice, log: (line: string) => void) {
  const [first, second] =
    process.platform === 'linux' ? [withElectron, withNotifier] : [withNotifier, withElectron];
  first(notice, (reason) => {
    log(`notification: ${reason}; trying the other way`);
    second(notice, (again) => log(`notification not shown: ${again}`));
  });
}

// Electron forgets a notification, click and all, when nobody holds it.
const shown = new Set<Notification>();

const withElectron: Way = ({ title, body, icon, isUrgent, onClick }, onFailure) => {
  if (!Notification.isSupported()) return onFailure('not supported here');
  const notification = new Notification({ title, body, icon, urgency: isUrgent ? 'critical' : 'normal' });
  shown.add(notification);
  const forget = () => shown.delete(notification);
  notification.once('click', () => {
    forget();
    onClick();
  });
  notification.once('close', forget);
  // isSupported() says yes even without a notification service: this is how that shows.
  notification.once('failed', (_event, error) => {
    forget();
    onFailure(error);
  });
  notification.show();
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
};
