// The centre of the room: what happened, in the order in which it happened.
import { useCallback, useMemo, useRef, useState } from 'react';
import { useSession } from '#renderer/server/session.tsx';
import { useIsPast, useRoom } from '#renderer/live-room/room-provider.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Sentence } from '#renderer/ui/sentence.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { strings } from '../../../../strings/index.ts';
import { FilterBar } from './filter-bar.tsx';
import { FindBar } from './find/find-bar.tsx';
import { InForceStrip } from './in-force.tsx';
import { buildRows } from './rows.ts';
import { ThreadView } from './thread-view.tsx';
import { TimelineList } from './timeline-list.tsx';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';
import { useFinding } from './find/use-finding.ts';
import { useReading, type ReadingHere } from './use-reading.ts';
import { useReadMark, type Unread } from './use-read-mark.ts';
import { useSay, type Speaker } from './use-say.ts';
import styles from './timeline.module.css';

const words = strings.timeline;

export function TimelinePanel({ id }: { id: string }) {
  const room = useRoom();
  const speaker = useSay();
  const filter = useTimelineStore((state) => state.filter);
  const { unread, markRead } = useReadMark(id);
  const reading = useReading(unread?.from ?? null, markRead);
  const { rows, opened, toggle } = useRows(speaker, unread, reading);
  const sight = useRef(0);
  const onSight = useCallback((row: number) => {
    sight.current = row;
  }, []);
  const finding = useFinding({ rows, opened, speaker, sight });
  return (
    <section className={styles.panel} aria-label={words.timelineLabel}>
      <FilterBar unread={unread} />
      {finding.isOpen && <FindBar finding={finding} />}
      <InForceStrip speaker={speaker} />
      {rows.length === 0 ? (
        <NothingHere isFiltered={room.timeline.length > 0} />
      ) : (
        <TimelineList
          key={filter}
          id={id}
          rows={rows}
          speaker={speaker}
          opened={opened}
          onToggle={toggle}
          reading={reading}
          finding={finding}
          onSight={onSight}
        />
      )}
      <ThreadView room={id} speaker={speaker} />
      <Unreadable />
    </section>
  );
}

/** The rows to draw, and which runs are open. */
function useRows(speaker: Speaker, unread: Unread | null, { hasArrived }: ReadingHere) {
  const { timeline, hypotheses, declared, impactBeganAt } = useRoom();
  const { me } = useSession();
  const isPast = useIsPast();
  const filter = useTimelineStore((state) => state.filter);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const refuted = useMemo(
    () => new Set(hypotheses.flatMap(({ id, verdict }) => (verdict === 'refuted' ? [id] : []))),
    [hypotheses],
  );
  const began = impactBeganAt ?? declared?.at ?? null;
  const { find } = speaker;
  const rows = useMemo(
    () =>
      buildRows(timeline, {
        filter,
        opened,
        unread,
        me: me.id,
        // In the past everything folds, however it is wound.
        hasArrived: (entry) => !isPast && hasArrived(entry),
        began,
        refuted,
        find,
      }),
    [timeline, filter, opened, unread, me.id, isPast, hasArrived, began, refuted, find],
  );
  const toggle = useCallback((key: string) => {
    setOpened((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  }, []);
  return { rows, opened, toggle };
}

function NothingHere({ isFiltered }: { isFiltered: boolean }) {
  const choose = useTimelineStore((state) => state.choose);
  return (
    <div className={styles.nothing}>
      {isFiltered ? (
        <Empty
          title={words.filteredTitle}
          action={
            <button type="button" className={styles.more} onClick={() => choose('all')}>
              {words.showEverything} <Kbd keys="1" />
            </button>
          }
        >
          {words.filteredWhy}
        </Empty>
      ) : (
        <Empty title={words.emptyTitle}>
          <Sentence says={words.emptyLead} parts={{ key: <Kbd keys="c" /> }} />
        </Empty>
      )}
    </div>
  );
}

/** FO4: facts this version cannot read are kept, counted and reported. */
function Unreadable() {
  const { unknown, invalid } = useRoom();
  if (unknown.length + invalid.length === 0) return null;
  const parts = [
    unknown.length > 0 &&
      words.unknownKinds(unknown.length, [...new Set(unknown.map(({ kind }) => kind))].join(', ')),
    invalid.length > 0 && words.invalidFacts(invalid.length, invalid[0]!.reason),
  ].filter(Boolean);
  return <p className={styles.unreadable}>{words.keptNotShown(parts.join('; '))}</p>;
}
