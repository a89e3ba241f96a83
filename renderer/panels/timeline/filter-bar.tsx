import { useMemo } from 'react';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { useSession } from '#renderer/state/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { sayZone } from '#renderer/ui/say-time.ts';
import { names, passes, timelineFilters, type TimelineFilter } from './filters.ts';
import { useTimelineStore } from './timeline-store.ts';
import type { Unread } from './use-read-mark.ts';
import styles from './timeline.module.css';

const words: Record<TimelineFilter, string> = {
  all: strings.timeline.all,
  key: 'Key',
  actions: strings.timeline.actions,
  comms: strings.timeline.comms,
  checks: strings.timeline.checks,
  mentions: strings.timeline.mentionsMe,
};

export function FilterBar({ unread }: { unread: Unread | null }) {
  const { timeline } = useRoom();
  const { me } = useSession();
  const { filter, choose } = useTimelineStore();
  const count = useMemo(
    () => timeline.filter((entry) => !entry.isSystem && passes(entry, filter, me.id)).length,
    [timeline, filter, me.id],
  );
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
      <h2>{strings.timeline.timelineLabel}</h2>
      <div role="group" aria-label={strings.timeline.whatTimelineShows}>
        {timelineFilters.map((each, i) => (
          <button key={each} type="button" aria-pressed={filter === each} onClick={() => choose(each)}>
            {words[each]}
            {each === 'mentions' && forMe > 0 && (
              <span className={styles.forMe}>{strings.timeline.newMentions(forMe)}</span>
            )}
            <Kbd keys={String(i + 1)} />
          </button>
        ))}
      </div>
      <span className={styles.zone}>
        {count} {count === 1 ? strings.timeline.entry : strings.timeline.entries}, {sayZone()}
      </span>
    </header>
  );
}
