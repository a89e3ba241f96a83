// The lobby: open incidents by urgency for me, what is due, finished incidents, and the state of the checks.
import { useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '@mantine/core';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { Muted } from '../../paging/muted.tsx';
import { ReachTroubles } from '../../paging/reach-troubles.tsx';
import { openDroppedRecord } from '../record/ask-for-record.ts';
import { openDeclare } from '../../state/shell-store.ts';
import { useFeed } from '../../server/feed.tsx';
import { routeHash, type Route } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { Awaited } from '../../ui/awaited.tsx';
import { strings } from '../../strings/index.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Sentence } from '#renderer/ui/sentence.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import { Ago } from '../../ui/time.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { CheckStrip } from './check-strip.tsx';
import { DueList } from './due-list.tsx';
import { RowHeads } from './incident-row.tsx';
import { IncidentSections } from './incident-sections.tsx';
import { moveBetweenRows } from '../../ui/move-between-rows.ts';
import { OnCallList } from './on-call-list.tsx';
import { isOpen, myItemsDue, recentlyOver, whatIsDue } from '../../state/incident-order.ts';
import { RecurringDue, ReportsWait } from './reports-wait.tsx';
import { OverList } from './over-list.tsx';
import { arrangeLobby, isLate, lightLamps, type Lamps, type LobbySection } from './sections.ts';
import styles from './lobby.module.css';

const words = strings.lobby;

const overShown = 8;

export function Lobby() {
  const { snapshot } = useFeed();
  if (!snapshot) return <Awaited title={words.lobby} />;
  return <LobbyOf snapshot={snapshot} />;
}

function LobbyOf({ snapshot }: { snapshot: FeedSnapshot }) {
  const { me } = useSession();
  const { incidents, monitors, onCall = [] } = snapshot;
  const { sections, lamps } = useSections(snapshot);
  const open = sections.reduce((sum, { count }) => sum + count, 0);
  const over = useMemo(() => recentlyOver(incidents, overShown), [incidents]);
  const { now } = useTeamClock();
  const due = useMemo(
    // An update that is due already shows in its incident's row.
    () => [
      ...myItemsDue(incidents, me.id, now()),
      ...whatIsDue(incidents).filter(({ what }) => what !== 'update'),
    ],
    [incidents, me.id, now],
  );
  const isRailed = due.length + over.length + onCall.length > 0;
  const [side, setSide] = useState<'open' | 'rail'>('open');
  const list = useRowKeys();
  return (
    <div className={styles.lobby}>
      <div className={styles.scroll}>
        <div className={styles.columns} data-rail={isRailed} data-shown={side}>
          {isRailed && (
            <SideTabs
              shown={side}
              onShow={setSide}
              due={due.length}
              isUncovered={onCall.some(({ person }) => person === null)}
            />
          )}
          <section className={styles.open} aria-labelledby="open-incidents" data-quiet={open === 0}>
            <div className={styles.head}>
              <h1 id="open-incidents">{open === 0 ? words.noOpenIncidents : sayOpen(open)}</h1>
              {snapshot.staleSince !== null && (
                <p className="label">
                  <Sentence says={words.asOf} parts={{ time: <Ago at={snapshot.staleSince} /> }} />
                </p>
              )}
            </div>
            <ReportsWait />
            <RecurringDue />
            {open === 0 ? (
              <Quiet snapshot={snapshot} />
            ) : (
              <>
                <ReachTroubles isFolded />
                <RowHeads />
                <div ref={list}>
                  <IncidentSections sections={sections} monitors={monitors} lamps={lamps} />
                </div>
              </>
            )}
          </section>
          {isRailed && (
            <aside className={styles.rail} aria-label={strings.lobby.rail}>
              {due.length > 0 && <DueList items={due} />}
              {onCall.length > 0 && <OnCallList onCall={onCall} />}
              {over.length > 0 && <OverList incidents={over} />}
            </aside>
          )}
        </div>
      </div>
      <Muted />
      <FileDrop says={strings.record.dropHere} onFile={openRecord} />
      <CheckStrip
        monitors={monitors}
        incidents={incidents}
        blindSince={snapshot.monitoring.blindSince}
        isStale={snapshot.staleSince !== null}
        isQuiet={open === 0}
      />
    </div>
  );
}

/** J, K and the arrow keys move between the rows of the element with this ref. */
function useRowKeys() {
  const list = useRef<HTMLDivElement>(null);
  const move = (step: number) => moveBetweenRows(list.current, step);
  // When the focus is elsewhere, the arrow keys scroll.
  const when = () => document.activeElement === document.body || isInside(list.current);
  useKeys({
    arrowdown: { label: words.nextIncident, group: words.lobby, run: () => move(1), when },
    arrowup: { label: words.previousIncident, group: words.lobby, run: () => move(-1), when },
    j: { label: words.nextIncident, group: words.lobby, run: () => move(1) },
    k: { label: words.previousIncident, group: words.lobby, run: () => move(-1) },
  });
  return list;
}

type SideTabsProps = {
  shown: 'open' | 'rail';
  onShow: (shown: 'open' | 'rail') => void;
  due: number;
  isUncovered: boolean;
};

/** In a small window the side list is a second tab, which says what waits in it. */
function SideTabs({ shown, onShow, due, isUncovered }: SideTabsProps) {
  const says = [due > 0 ? words.tabs.due(due) : '', isUncovered ? words.tabs.uncovered : ''].filter(Boolean);
  return (
    <div className={styles.tabs} role="group" aria-label={words.tabs.label}>
      <button type="button" aria-pressed={shown === 'open'} onClick={() => onShow('open')}>
        {words.tabs.open}
      </button>
      <button type="button" aria-pressed={shown === 'rail'} onClick={() => onShow('rail')}>
        {words.tabs.side}
        {says.map((each) => (
          <span key={each} className={styles.tabSays}>
            {each}
          </span>
        ))}
      </button>
    </div>
  );
}

/** Arranged again when the feed changes, and when an update becomes late. */
function useSections({ incidents, monitors }: FeedSnapshot): { sections: LobbySection[]; lamps: Lamps } {
  const { me } = useSession();
  const { tick } = useTeamClock();
  const late = useSyncExternalStore(
    tick.subscribe,
    () => incidents.filter((incident) => isOpen(incident) && isLate(incident, tick.read())).length,
  );
  return useMemo(
    () => {
      const arranged = arrangeLobby({ incidents, monitors }, me.id, tick.read());
      return { sections: arranged, lamps: lightLamps(arranged, tick.read()) };
    },
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `late` says when the time matters.
    [incidents, monitors, me.id, tick, late],
  );
}

const openRecord = (file: File) => void openDroppedRecord(file).catch(reportError);

function isInside(list: HTMLElement | null): boolean {
  return list?.contains(document.activeElement) ?? false;
}

function sayOpen(count: number): string {
  return count === 1 ? words.openIncident : words.openIncidents(count);
}

/** Shown without open incidents: how to declare one, and setup steps that are still missing. */
function Quiet({ snapshot }: { snapshot: FeedSnapshot }) {
  const { isOwner, canWrite } = useSession();
  const steps = missingSteps(snapshot, isOwner);
  return (
    <>
      <p className={styles.lead}>{words.emptyLead}</p>
      {canWrite && (
        <Button rightSection={<Kbd keys="n" isAlways />} onClick={openDeclare}>
          {words.declareIncident}
        </Button>
      )}
      {steps.length > 0 && (
        <nav className={styles.steps} aria-label={words.emptyTitle}>
          {steps.map(({ to, title, why }) => (
            <a key={title} className={styles.step} href={routeHash(to)}>
              <b>{title}</b>
              <span>{why}</span>
            </a>
          ))}
        </nav>
      )}
      <ReachTroubles />
    </>
  );
}

type Step = { to: Route; title: string; why: string };

function missingSteps({ monitors, people, incidents }: FeedSnapshot, isOwner: boolean): Step[] {
  const { practice, handbook } = strings;
  const steps: Step[] = [];
  if (isOwner && monitors.length === 0)
    steps.push({
      to: { screen: 'monitors', monitor: 'new' },
      title: words.addCheck,
      why: words.addCheckWhy,
    });
  if (isOwner && people.length < 2)
    steps.push({
      to: { screen: 'settings', section: 'people' },
      title: words.inviteSomebody,
      why: words.inviteWhy,
    });
  if (incidents.length === 0)
    steps.push(
      { to: { screen: 'practice' }, title: practice.inLobby, why: practice.inLobbyWhy },
      { to: { screen: 'handbook', page: null }, title: handbook.open, why: handbook.openWhy },
    );
  return steps;
}
