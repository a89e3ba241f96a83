import { useMemo } from 'react';
import { IconAt } from '@tabler/icons-react';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { useSession } from '#renderer/state/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useKeys } from '#renderer/ui/keys.tsx';
import { sayZone } from '#renderer/ui/say-time.ts';
import { countByFilter, names } from './filters.ts';
import { timelineFilters, useTimelineStore, type TimelineFilter } from '#renderer/room/timeline-store.ts';
import type { Unread } from './use-read-mark.ts';
import styles from './timeline.module.css';

const words: Record<TimelineFilter, string> = {
  all: strings.timeline.all,
  key: strings.timeline.keyEvents,
  actions: strings.timeline.actions,
  comms: strings.timeline.comms,
  checks: strings.timeline.checks,
  mentions: strings.timeline.mentionsMe,
};

/** TL7: the filters of the list, each with its number of entries. */
export function FilterBar({ unread }: { unread: Unread | null }) {
  const { timeline } = useRoom();
  const { me } = useSession();
  const filter = useTimelineStore((state) => state.filter);
  const choose = useTimelineStore((state) => state.choose);
  const counts = useMemo(() => countByFilter(timeline, me.id), [timeline, me.id]);
  const forMe = useMemo(
    () => timeline.filter((entry) => entry.noted > (unread?.from ?? Infinity) && names(entry, me.id)).length,
    [timeline, unread, me.id],
  );
  useKeys(
    Object.fromEntries(
      timelineFilters.map((each, i) => [
        String(i + 1),
        {
          run: () => choose(each),
          label: strings.timeline.timeline(words[each].toLowerCase()),
          group: strings.timeline.timelineLabel,
          manner: 'quick' as const,
        },
      ]),
    ),
  );
  return (
    <header className={styles.filters}>
      <h2 className="spoken">{strings.timeline.timelineLabel}</h2>
      <div role="group" aria-label={strings.timeline.whatTimelineShows}>
        {timelineFilters.map((each, i) => (
          <button
            key={each}
            type="button"
            aria-pressed={filter === each}
            title={strings.timeline.pressKey(String(i + 1))}
            onClick={() => choose(each)}
          >
            {each === 'mentions' && <IconAt size={13} stroke={1.75} aria-hidden="true" />}
            {words[each]}
            <span className={styles.filterCount}>{counts[each]}</span>
            {each === 'mentions' && forMe > 0 && (
              <span className={styles.forMe}>{strings.timeline.newMentions(forMe)}</span>
            )}
          </button>
        ))}
      </div>
      <span className={styles.zone}>{sayZone()}</span>
    </header>
  );
}
