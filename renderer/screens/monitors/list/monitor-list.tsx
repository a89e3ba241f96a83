// All monitors. Only visible rows are drawn; all come from one server response.
import { useMemo, useRef, type ReactNode } from 'react';
import { notifications } from '@mantine/notifications';
import type { VirtualItem } from '@tanstack/react-virtual';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { countChecks, markChecks } from '../../../state/check-marks.ts';
import { useFeed, useSilentSince } from '../../../server/feed.tsx';
import { go, routeHash } from '../../../state/router.ts';
import { useSession } from '../../../server/session.tsx';
import { Awaited } from '../../../ui/awaited.tsx';
import { strings } from '../../../strings/index.ts';
import { Empty, EmptyUnread } from '../../../ui/empty.tsx';
import { useKeys } from '../../../ui/keys.tsx';
import { arrange, type ListRow as Row } from './arrange.ts';
import { BlindNotice } from '../blind-notice.tsx';
import { ListRow } from './list-row.tsx';
import { ListSteps, ListTools } from './list-tools.tsx';
import type { CheckKind, Overview } from '../monitor.ts';
import { noFilter, useListView } from './monitors-store.ts';
import { useMonitorRows } from './use-monitor-rows.ts';
import { useMonitorActions } from '../use-monitor-actions.ts';
import { useResource } from '../../../server/use-resource.ts';
import styles from '../list.module.css';

const words = strings.monitors.list;
const overviewEveryMs = 30_000;

export function MonitorList({ kinds }: { kinds: readonly CheckKind[] }) {
  const { isGrouped } = useListView();
  const field = useRef<HTMLInputElement>(null);
  const { monitors, rows } = useArranged();
  const { value: overview, problem } = useResource<Overview>('/monitors/overview', {
    everyMs: overviewEveryMs,
    version: monitors?.length,
  });
  const { scroller, virtualizer, current, move, above } = useMonitorRows(rows);
  useListKeys({ rows, current, move, focusField: () => field.current?.focus() });
  if (monitors === undefined) return <Awaited title={strings.monitors.title} />;
  if (monitors.length === 0) return <NothingWatched />;
  const hasCertificates = monitors.some(({ certificateExpiresAt }) => certificateExpiresAt !== null);
  const columns = { 'data-services': !isGrouped, 'data-certificates': hasCertificates };
  return (
    <div className={styles.page}>
      <ListHead monitors={monitors} problem={problem} isAsking={overview === null} />
      <ListTools monitors={monitors} kinds={kinds} field={field} onDown={() => move(1)} />
      <div className={styles.heads} aria-hidden="true" {...columns}>
        <ColumnHeads hasServices={!isGrouped} hasCertificates={hasCertificates} />
      </div>
      {rows.length === 0 && <NothingFound />}
      <div ref={scroller} className={styles.scroll} {...columns}>
        {above && (
          <div className={styles.above} aria-hidden="true">
            <GroupHead row={above} />
          </div>
        )}
        <DrawnRows {...{ rows, virtualizer, monitors, overview, current, hasCertificates }} />
      </div>
    </div>
  );
}

/** The team's monitors, and the rows of those that the filter shows. */
function useArranged() {
  const { snapshot } = useFeed();
  const { filter, isGrouped } = useListView();
  const monitors = snapshot?.monitors;
  const incidents = snapshot?.incidents;
  const rows = useMemo(
    () => arrange(markChecks(monitors ?? [], incidents ?? []), filter, isGrouped),
    [monitors, incidents, filter, isGrouped],
  );
  return { monitors, rows };
}

type DrawnRowsProps = {
  rows: readonly Row[];
  virtualizer: ReturnType<typeof useMonitorRows>['virtualizer'];
  monitors: FeedSnapshot['monitors'];
  overview: Overview | null;
  current: string | null;
  hasCertificates: boolean;
};

/** The rows in sight, in a list as high as all rows. */
function DrawnRows({ rows, virtualizer, monitors, overview, current, hasCertificates }: DrawnRowsProps) {
  const byId = useMemo(() => new Map(overview?.items.map((item) => [item.id, item])), [overview]);
  return (
    <ul
      className={styles.rows}
      style={{ height: virtualizer.getTotalSize() }}
      aria-label={strings.monitors.title}
    >
      {virtualizer.getVirtualItems().map((place) => {
        const row = rows[place.index];
        return (
          row && (
            <Placed key={place.key} place={place} count={rows.length}>
              {row.type === 'group' ? (
                <GroupHead row={row} />
              ) : (
                <ListRow
                  mark={row.mark}
                  all={monitors}
                  overview={byId.get(row.key)}
                  at={overview?.at ?? 0}
                  isCurrent={row.key === current}
                  hasCertificates={hasCertificates}
                />
              )}
            </Placed>
          )
        );
      })}
    </ul>
  );
}

type HeadProps = { monitors: FeedSnapshot['monitors']; problem: string | null; isAsking: boolean };

function ListHead({ monitors, problem, isAsking }: HeadProps) {
  const { isOwner } = useSession();
  return (
    <header className={styles.head}>
      <h1>{strings.monitors.title}</h1>
      <p className="soft" role="status">
        {countChecks(monitors)}
      </p>
      {!isOwner && <p className="label">{strings.monitors.onlyOwners}</p>}
      <ListSteps />
      <BlindNotice />
      {problem !== null && <p className="label">{words.noOverview(problem)}</p>}
      {problem === null && isAsking && (
        <p className={`label ${styles.asking}`} role="status">
          {words.asking}
        </p>
      )}
    </header>
  );
}

function ColumnHeads({ hasServices, hasCertificates }: { hasServices: boolean; hasCertificates: boolean }) {
  return (
    <>
      <span>{words.heads.name}</span>
      {hasServices && <span>{words.heads.service}</span>}
      <span>{words.heads.state}</span>
      <span className={styles.number}>{words.heads.latency}</span>
      <span>{words.heads.uptime}</span>
      <span className={styles.number}>{words.heads.day}</span>
      <span className={styles.number}>{words.heads.month}</span>
      {hasCertificates && <span className={styles.number}>{words.heads.certificate}</span>}
    </>
  );
}

/** One row of the list. Only the rows in view are drawn, so it says its place among all `count`. */
function Placed({ place, count, children }: { place: VirtualItem; count: number; children: ReactNode }) {
  return (
    <li
      className={styles.place}
      style={{ transform: `translateY(${place.start}px)`, height: place.size }}
      aria-setsize={count}
      aria-posinset={place.index + 1}
    >
      {children}
    </li>
  );
}

function GroupHead({ row }: { row: Row & { type: 'group' } }) {
  return (
    <h2 className={styles.group}>
      {row.service ?? words.noService} <span className="label">{words.inGroup(row.count, row.troubles)}</span>
    </h2>
  );
}

type KeysProps = {
  rows: readonly Row[];
  current: string | null;
  move: (step: number) => void;
  focusField: () => void;
};

function useListKeys({ rows, current, move, focusField }: KeysProps) {
  const { isOwner } = useSession();
  const isAway = useSilentSince() !== null;
  const { setPaused } = useMonitorActions();
  const group = strings.monitors.title;
  const pause = () => {
    const row = rows.find(({ key }) => key === current);
    if (row?.type !== 'monitor' || !isOnRow()) {
      notifications.show({ message: words.chooseFirst, autoClose: 3_000 });
      return;
    }
    void setPaused(row.mark.monitor, row.mark.monitor.status !== 'paused');
  };
  useKeys({
    '/': { run: focusField, label: words.search, group },
    j: { run: () => move(1), label: words.next, group },
    k: { run: () => move(-1), label: words.previous, group },
    arrowdown: { run: () => move(1), label: words.next, group, when: isInPlace },
    arrowup: { run: () => move(-1), label: words.previous, group, when: isInPlace },
    w: {
      run: () => go({ screen: 'monitors', monitor: 'maintenance' }),
      label: strings.monitors.maintenance.title,
      group,
    },
    ...(isOwner && {
      'shift+n': {
        run: () => go({ screen: 'monitors', monitor: 'new' }),
        label: strings.monitors.add,
        group,
      },
      ...(!isAway && { 'shift+p': { run: pause, label: words.pause, group } }),
    }),
  });
}

const isOnRow = () => document.activeElement?.hasAttribute('data-row') ?? false;
/** Elsewhere the arrow keys keep their browser function. */
const isInPlace = () =>
  document.activeElement === document.body || isOnRow() || document.activeElement?.id === 'content';

function NothingWatched() {
  const { isOwner } = useSession();
  const silentSince = useSilentSince();
  useKeys(
    isOwner
      ? {
          'shift+n': {
            run: () => go({ screen: 'monitors', monitor: 'new' }),
            label: strings.monitors.add,
            group: strings.monitors.title,
          },
        }
      : {},
  );
  return (
    <div className={styles.page}>
      <h1 className={styles.alone}>{strings.monitors.title}</h1>
      <BlindNotice />
      {silentSince === null ? <AddFirst isOwner={isOwner} /> : <EmptyUnread since={silentSince} />}
    </div>
  );
}

function AddFirst({ isOwner }: { isOwner: boolean }) {
  const add = isOwner && (
    <a className={styles.invite} href={routeHash({ screen: 'monitors', monitor: 'new' })}>
      {words.addFirst}
    </a>
  );
  return (
    <Empty title={words.nothing} action={add}>
      {words.nothingWhy} {!isOwner && strings.monitors.onlyOwners}
    </Empty>
  );
}

function NothingFound() {
  return (
    <p className={styles.nothing}>
      {words.nothingFound}{' '}
      <button
        type="button"
        className={styles.link}
        onClick={() => useListView.setState({ filter: noFilter })}
      >
        {words.showAll}
      </button>
    </p>
  );
}
