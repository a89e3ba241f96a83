// What an owner can do with a monitor. A failure is shown, and nothing is left half done.
import { notifications } from '@mantine/notifications';
import { sayProblem, useApi } from '../../server/api.ts';
import { strings } from '../../strings/index.ts';
import { useTeamClock } from '../../ui/now.tsx';
import { toConfiguration, type Monitor } from './monitor.ts';

const words = strings.monitors.done;
const hourMs = 3_600_000;
type Named = { id: string; name: string };

const pathOf = ({ id }: Named) => `/monitors/${encodeURIComponent(id)}`;

export function useMonitorActions() {
  const api = useApi();
  const clock = useTeamClock();
  return {
    setPaused: (monitor: Named, paused: boolean) =>
      attempt(
        monitor,
        async () => {
          const { value, etag } = await api.getTagged<Monitor>(pathOf(monitor));
          await api.put(pathOf(monitor), { ...toConfiguration(value), paused }, etag);
        },
        paused ? words.paused(monitor.name) : words.resumed(monitor.name),
      ),
    remove: (monitor: Named) =>
      attempt(monitor, () => api.delete(pathOf(monitor)), words.deleted(monitor.name)),
    measure: (monitor: Named) => attempt(monitor, () => api.post(`${pathOf(monitor)}/run`, {})),
    maintain: (monitor: Named, hours: number) =>
      attempt(
        monitor,
        () =>
          api.post('/maintenance', {
            name: words.maintenanceOf(monitor.name).slice(0, 120),
            monitors: [monitor.id],
            window: { kind: 'once', from: clock.now(), to: clock.now() + hours * hourMs },
          }),
        words.maintained(monitor.name, hours),
      ),
  };
}

/** True on success. */
async function attempt({ name }: Named, work: () => Promise<unknown>, said?: string): Promise<boolean> {
  try {
    await work();
    if (said) notifications.show({ message: said, autoClose: 3_000 });
    return true;
  } catch (error) {
    notifications.show({ title: words.failed(name), message: sayProblem(error), autoClose: 8_000 });
    return false;
  }
}
