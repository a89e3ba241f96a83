// NU5: the team's figures over a period, with every incident as a dot.
import type { Items } from '#wire/api/list.ts';
import { useEffect, useMemo, useState } from 'react';
import { Button, Select, Switch } from '@mantine/core';
import type { Insights, InsightsAnswer } from '#room/insights/insights.ts';
import type { Panel } from '#room/insights/panel.ts';
import { serviceNames } from '#room/team/services.ts';
import { sayProblem, useApi } from '../../server/api.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { ownZone } from '../../time/wall.ts';
import { useFeed } from '../../server/feed.tsx';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { Empty } from '../../ui/empty.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import { Problem } from '../../ui/problem.tsx';
import { atTimeOfDay, daysLater } from '../../ui/say-time.ts';
import { downloadFile } from '../../ui/save-in-browser.ts';
import { useResource } from '../../server/use-resource.ts';
import { Budgets } from './budgets.tsx';
import { Behind, type Title, type Titles } from './behind.tsx';
import { CountGroups } from './count-groups.tsx';
import { PanelSection } from './panel-section.tsx';
import { PhaseSection } from './phase-section.tsx';
import styles from './insights.module.css';

const words = strings.insights;
const askAgainMs = 2_000;
const periods = [30, 90, 180, 365] as const;

type Asked = { days: number; service: string | null; hasDrills: boolean };

/** The query of the API. Whole days, so that it stays the same until midnight. */
function queryOf({ days, service, hasDrills }: Asked, now: number): string {
  const tomorrow = daysLater(atTimeOfDay(now, 0, 0), 1);
  const asked = new URLSearchParams({
    from: String(daysLater(tomorrow, -days)),
    to: String(tomorrow - 1),
    ...(service !== null && { service }),
    ...(hasDrills && { drills: 'true' }),
  });
  return asked.toString();
}

/** RS11: what was learned from the incidents of this service, or of all. */
const lessonsOf = ({ service }: Asked): string =>
  routeHash({
    screen: 'reviews',
    query: service === null ? '' : new URLSearchParams({ service }).toString(),
  });

export function InsightsScreen() {
  const { snapshot } = useFeed();
  const { now } = useTeamClock();
  const [asked, setAsked] = useState<Asked>({ days: 90, service: null, hasDrills: false });
  const query = useMemo(() => queryOf(asked, now()), [asked, now]);
  const { value, problem, reload } = useResource<InsightsAnswer>(`/insights?${query}`, {
    version: snapshot?.incidents,
  });
  const behind = value !== null && (value.notIndexed ?? 0) > 0 ? value : null;
  // The server counts an incident a moment after its change.
  useEffect(() => {
    if (behind === null) return undefined;
    const timer = setTimeout(reload, askAgainMs);
    return () => clearTimeout(timer);
  }, [behind, reload]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{words.title}</h1>
        <p className="soft" role="status">
          {value === null ? problem === null && words.reading : sayCount(value)}
        </p>
        {behind !== null && <p className="label">{strings.incidents.notIndexed(behind.notIndexed ?? 0)}</p>}
        <div className={styles.tools}>
          <a href={lessonsOf(asked)}>{strings.reviewLibrary.title}</a>
          <Filters
            asked={asked}
            ask={(part) => setAsked({ ...asked, ...part })}
            drills={value?.excluded.drills.length ?? 0}
          />
          <SaveCsv query={query} />
        </div>
      </header>
      {problem !== null && <Problem again={reload}>{words.unreadable(problem)}</Problem>}
      {value?.count.now === 0 && behind === null && <Empty title={words.none}>{words.noneWhy}</Empty>}
      {value !== null && value.count.now > 0 && <Numbers insights={value} query={query} />}
      <Budgets service={asked.service} />
    </div>
  );
}

type FiltersProps = {
  asked: Asked;
  ask: (part: Partial<Asked>) => void;
  /** How many drills the answer leaves out. */
  drills: number;
};

function Filters({ asked, ask, drills }: FiltersProps) {
  const { snapshot } = useFeed();
  const services = useMemo(() => serviceNames(snapshot?.incidents ?? []), [snapshot?.incidents]);
  return (
    <>
      <Select
        aria-label={words.period}
        allowDeselect={false}
        data={periods.map((each) => ({ value: String(each), label: words.lastDays(each) }))}
        value={String(asked.days)}
        onChange={(chosen) => ask({ days: Number(chosen ?? 90) })}
      />
      {services.length > 0 && (
        <Select
          aria-label={words.service}
          placeholder={words.anyService}
          clearable
          searchable
          data={services}
          value={asked.service}
          onChange={(service) => ask({ service })}
        />
      )}
      {(asked.hasDrills || drills > 0) && (
        <Switch
          label={words.withDrills}
          checked={asked.hasDrills}
          onChange={(event) => ask({ hasDrills: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

function sayCount({ count: { now, before, usual } }: Insights): string {
  const than = usual === null ? words.before(before) : words.usual(usual[0], usual[1]);
  return `${words.count(now)}. ${than}.`;
}

function Numbers({ insights, query }: { insights: Insights; query: string }) {
  const { snapshot } = useFeed();
  // Those that are not counted are only in the feed.
  const titles = useMemo(
    () =>
      new Map(
        [...(snapshot?.incidents ?? []), ...insights.incidents].map((each): [string, Title] => [
          each.id,
          each,
        ]),
      ),
    [snapshot?.incidents, insights],
  );
  const { excluded } = insights;
  const [shown, setShown] = useState<readonly string[]>([]);
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  return (
    <>
      <CountGroups insights={insights} show={setShown} />
      <Behind incidents={shown} titles={titles} />
      {insights.phases.map((insight) => (
        <PhaseSection key={insight.phase} insight={insight} insights={insights} titles={titles} />
      ))}
      <Panels query={query} titles={titles} version={insights} />
      <p className={styles.leftOut}>
        {(['drills', 'withdrawn', 'backfilled'] as const).map(
          (kind) =>
            excluded[kind].length > 0 && (
              <button
                key={kind}
                type="button"
                className={styles.act}
                onClick={() => setLeftOut(excluded[kind])}
              >
                {words[kind](excluded[kind].length)}
              </button>
            ),
        )}
      </p>
      <Behind incidents={leftOut} titles={titles} />
    </>
  );
}

type PanelsProps = { query: string; titles: Titles; version: unknown };

/** NU6: computed in the reader's time zone. */
function Panels({ query, titles, version }: PanelsProps) {
  const asked = `${query}&${new URLSearchParams({ zone: ownZone() }).toString()}`;
  const { value, problem } = useResource<Items<Panel>>(`/insights/panels?${asked}`, {
    version,
  });
  if (problem !== null) return <Problem>{strings.numberPanels.unreadable(problem)}</Problem>;
  return value?.items.map((panel) => (
    <PanelSection key={panel.id} panel={panel} query={asked} titles={titles} />
  ));
}

function SaveCsv({ query }: { query: string }) {
  const api = useApi();
  const { problem, attempt } = useAttempt();
  const save = () =>
    attempt(async () => {
      const file = await (await api.fetch(`/insights.csv?${query}`)).blob();
      downloadFile('incidents.csv', file, 'text/csv');
    });
  return (
    <>
      <Button onClick={() => void save()}>{words.csv}</Button>
      {problem !== null && <Problem>{sayProblem(problem)}</Problem>}
    </>
  );
}
