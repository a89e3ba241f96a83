// The spine of the room: what happened, in the order in which it happened.
import { useCallback, useMemo, useState } from 'react';
import { useSession } from '#renderer/state/session.tsx';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { strings } from '../../strings/index.ts';
import { FilterBar } from './filter-bar.tsx';
import { buildRows } from './rows.ts';
import { ThreadView } from './thread-view.tsx';
import { TimelineList } from './timeline-list.tsx';
import { useTimelineStore } from './timeline-store.ts';
import { useSay } from './use-say.ts';
import { useReadMark } from './use-read-mark.ts';
import styles from './timeline.module.css';

const words = strings.timeline;

export function TimelinePanel({ id }: { id: string }) {
  const room = useRoom();
  const { me } = useSession();
  const speaker = useSay();
  const filter = useTimelineStore((state) => state.filter);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const { unread, markRead } = useReadMark(id);
  const rows = useMemo(
    () => buildRows(room.timeline, { filter, opened, unread, me: me.id }),
    [room.timeline, filter, opened, unread, me.id],
  );
  const toggle = useCallback((key: string) => {
    setOpened((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  }, []);
  return (
    <section className={styles.panel} aria-label={words.timelineLabel}>
      <FilterBar unread={unread} />
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
          readUpTo={unread?.from ?? null}
          onRead={markRead}
        />
      )}
      <ThreadView room={id} speaker={speaker} />
      <Unreadable />
    </section>
  );
}

function NothingHere({ isFiltered }: { isFiltered: boolean }) {
  const choose = useTimelineStore((state) => state.choose);
  return (
    <div className={styles.nothing}>
      {isFiltered ? (
        <Empty
          title={words.nothingThisKind}
          action={
            <button type="button" className={styles.more} onClick={() => choose('all')}>
              {words.showEverything}
              <Kbd keys="1" />
            </button>
          }
        >
          {words.timelineHasOther}
        </Empty>
      ) : (
        <Empty title={words.timelineStartsWith}>
          {words.writeWhatYou}
          <Kbd keys="c" />
          {words.goesLineBelow}
        </Empty>
      )}
    </div>
  );
}

/** FO4: what this version cannot read is kept, counted and said. */
function Unreadable() {
  const { unknown, invalid } = useRoom();
  if (unknown.length + invalid.length === 0) return null;
  const parts = [
    unknown.length > 0 &&
      words.kindThisVersion(unknown.length, [...new Set(unknown.map(({ kind }) => kind))].join(', ')),
    invalid.length > 0 && words.thatNotValid(invalid.length, invalid[0]!.reason),
  ].filter(Boolean);
  return <p className={styles.unreadable}>{words.keptButNot(parts.join('; '))}</p>;
}
