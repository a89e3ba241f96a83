import { Popover } from '@mantine/core';
import { useEscape } from '#renderer/ui/use-escape.ts';
import { useFeed } from '#renderer/server/feed.tsx';
import { routeHash, useRoute } from '#renderer/state/router.ts';
import { strings } from '#renderer/strings/index.ts';
import { useKeys } from '#renderer/ui/keys.tsx';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { sayWhen } from '#renderer/ui/say-time.ts';
import { SeverityMark } from '#renderer/ui/severity-mark.tsx';
import { findPriority, since, type PriorityReason } from '#room/command/priority.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { useLayout } from '../layout-store.ts';
import { useOverRoom } from '../over-room-store.ts';
import styles from './header.module.css';

/**
 * CO5: the rank of this incident among the open ones, with the reasons. Opened by a key or from the palette.
 * Renders nothing while it is the only open incident.
 */
export function Priority() {
  const route = useRoute();
  const { snapshot } = useFeed();
  const clock = useTeamClock();
  const tab = useLayout((state) => state.tab);
  const id = route.screen === 'room' ? route.incident : '';
  const isOpen = useOverRoom(({ ranking }) => ranking === id);
  const rank = useOverRoom((state) => state.rank);
  const setOpen = (toOpen: boolean) => rank(toOpen ? id : null);
  const incidents = snapshot?.incidents ?? [];
  const standing = findPriority(incidents, id);
  const own = incidents.find((incident) => incident.id === id);
  const isShown = standing !== null && own !== undefined && standing.of > 1;
  useEscape(isOpen, () => setOpen(false));
  useKeys(
    isShown && tab === 'room'
      ? {
          'shift+p': {
            run: () => setOpen(!isOpen),
            label: strings.command.placeKey,
            group: strings.header.room,
          },
        }
      : {},
  );
  if (!isShown) return null;
  const { place, of, others } = standing;
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      width={420}
      withinPortal
      closeOnEscape={false}
      withRoles={false}
    >
      <Popover.Target>
        <span className={styles.place} />
      </Popover.Target>
      <Popover.Dropdown>
        <p className="label">
          {strings.command.placeTitle}: {strings.command.place(place, of)}
        </p>
        <ul className={styles.places}>
          {others.map(({ incident, isBefore, reason }) => (
            <li key={incident.id}>
              <SeverityMark severity={incident.severity} isSet={incident.severityIsSet} />
              <span>
                <a href={routeHash({ screen: 'room', incident: incident.id })}>{incident.title}</a>
                <span className="label">
                  {isBefore ? strings.command.before : strings.command.after}:{' '}
                  {sayReason(reason, { theirs: incident, ours: own, now: clock.now() })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

type Pair = { theirs: IncidentSummary; ours: IncidentSummary; now: number };

function sayReason(reason: PriorityReason, { theirs, ours, now }: Pair): string {
  const words: Record<PriorityReason, (incident: IncidentSummary) => string> = {
    severity: ({ severity }) => severity,
    impact: ({ impact }) => impact ?? strings.command.notAssessed,
    age: (incident) => sayWhen(since(incident), now),
    same: () => '',
  };
  return strings.command.because(reason, words[reason](theirs), words[reason](ours));
}
