import { useMemo } from 'react';
import { IconAt } from '@tabler/icons-react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useKeys } from '#renderer/ui/keys.tsx';
import { sayZone } from '#renderer/ui/say-time.ts';
import { countByFilter, names } from './filters.ts';
import {
  timelineFilters,
  useTimelineStore,
  type TimelineFilter,
} from '#renderer/live-room/timeline-store.ts';
import type { Unread } from './use-read-mark.ts';
import styles from './timeline.module.css';

const filters: Record<TimelineFilter, { words: string; keys: string }> = {
  all: { words: strings.timeline.all, keys: '1' },
  key: { words: strings.timeline.keyEvents, keys: '2' },
  actions: { words: strings.timeline.actions, keys: '3' },
  comms: { words: strings.timeline.comms, keys: '4' },
  checks: { words: strings.timeline.checks, keys: '5' },
  mentions: { words: strings.timeline.mentionsMe, keys: '6' },
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
  useFilterKeys(choose);
  return (
    <header className={styles.filters}>
      <h2 className="spoken">{strings.timeline.timelineLabel}</h2>
      <div role="group" aria-label={strings.timeline.filterLabel}>
        {timelineFilters.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={filter === each}
            title={strings.timeline.pressKey(filters[each].keys)}
            onClick={() => choose(each)}
          >
            {each === 'mentions' && <IconAt size={13} stroke={1.75} aria-hidden="true" />}
            {filters[each].words}
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

/** A digit for each filter. */
function useFilterKeys(choose: (filter: TimelineFilter) => void) {
  useKeys(
    Object.fromEntries(
      timelineFilters.map((each) => [
        filters[each].keys,
        {
          run: () => choose(each),
          label: strings.timeline.timeline(filters[each].words.toLowerCase()),
          group: strings.timeline.timelineLabel,
          manner: 'quick' as const,
        },
      ]),
    ),
  );
}
