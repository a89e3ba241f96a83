// AI7: leads from a detection item to the monitor made from it, or to a form for a new one.
import type { ActionItemAnswer } from '#wire/api/action-items.ts';
import { useFeed } from '../../server/feed.tsx';
import { routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';

const words = strings.actionItems;

type Props = {
  incident: string;
  item: Pick<ActionItemAnswer, 'id' | 'type' | 'state' | 'monitor'>;
  className?: string | undefined;
};

/** The monitor made from an item; without one, a link for owners to make it. */
export function ItemMonitor({ incident, item, className }: Props) {
  const { isOwner } = useSession();
  const { snapshot } = useFeed();
  const made = snapshot?.monitors.find(({ id }) => id === item.monitor);
  if (made !== undefined)
    return (
      <a className={className} href={routeHash({ screen: 'monitors', monitor: made.id })}>
        {words.monitor(made.name)}
      </a>
    );
  if (item.type !== 'detect' || item.state === 'dropped' || !isOwner) return null;
  return (
    <a
      className={className}
      href={routeHash({ screen: 'monitors', monitor: 'new', of: { incident, item: item.id } })}
    >
      {words.makeMonitor}
    </a>
  );
}
