// NU5: the team's figures over a period, with every incident as a dot.
import { useMemo, useState, type ReactNode } from 'react';
import { Button, Select, Switch } from '@mantine/core';
import type { Insights } from '#room/insights/insights.ts';
import type { Panel } from '#room/insights/panels.ts';
import { serviceNames } from '#room/services.ts';
import { sayProblem, useApi } from '../api.ts';
import { ownZone } from '../on-call/wall.ts';
import { useFeed } from '../state/feed.tsx';
import { routeHash } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { Empty } from '../ui/empty.tsx';
import { useTeamClock } from '../ui/now.tsx';
import { Problem } from '../ui/problem.tsx';
import { atTimeOfDay, daysLater } from '../ui/say-time.ts';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { useResource } from '../use-resource.ts';
import { Budgets } from './budgets.tsx';
import { Behind, type Titles } from './behind.tsx';
import { PanelSection } from './panel-section.tsx';
import { PhaseSection } from './phase-section.tsx';
import styles from './insights.module.css';

const words = strings.insights;
const periods = [30, 90, 180, 365] as const;

export function InsightsScreen() {
  const { snapshot } = useFeed();
  const { now } = useTeamClock();
  const [days, setDays] = useState<number>(90);
  const [service, setService] = useState<string | null>(null);
  const [hasDrills, setHasDrills] = useState(false);
  const query = useMemo(() => {
    // Whole days, so that the request stays the same until midnight.
    const tomorrow = daysLater(atTimeOfDay(now(), 0, 0), 1);
    const asked = new URLSearchParams({
      from: String(daysLater(tomorrow, -days)),
      to: String(tomorrow - 1),
      ...(service !== null && { service }),
      ...(hasDrills && { drills: 'true' }),
    });
    return asked.toString();
  }, [days, service, hasDrills, now]);
  const { value, problem } = useResource<Insights>(`/insights?${query}`, { version: snapshot?.incidents });
  const services = useMemo(() => serviceNames(snapshot?.incidents ?? []), [snapshot?.incidents]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{words.title}</h1>
        <p className="soft" role="status">
          {value === null ? words.reading : sayCount(value)}
        </p>
        <div className={styles.tools}>
          <Select
            aria-label={words.period}
            allowDeselect={false}
            data={periods.map((each) => ({ value: String(each), label: words.lastDays(each) }))}
            value={String(days)}
            onChange={(chosen) => setDays(Number(chosen ?? 90))}
          />
          {services.length > 0 && (
            <Select
              aria-label={words.service}
              placeholder={words.anyService}
              clearable
              searchable
              data={services}
              value={service}
              onChange={setService}
            />
          )}
          {(hasDrills || (value?.excluded.drills.length ?? 0) > 0) && (
            <Switch
              label={words.withDrills}
              checked={hasDrills}
              onChange={(event) => setHasDrills(event.currentTarget.checked)}
            />
          )}
          <SaveCsv query={query} />
        </div>
      </header>
      {problem !== null && <Problem>{words.unreadable(problem)}</Problem>}
      {value?.count.now === 0 && <Empty title={words.none}>{words.noneWhy}</Empty>}
      {value !== null && value.count.now > 0 && <Numbers insights={value} query={query} />}
      <Budgets service={service} />
    </div>
  );
}

function sayCount({ count: { now, before, usual } }: Insights): string {
  const than = usual === null ? words.before(before) : words.usual(usual[0], usual[1]);
  return `${words.count(now)}. ${than}.`;
}

function Numbers({ insights, query }: { insights: Insights; query: string }) {
  const titles = useMemo(() => new Map(insights.incidents.map((each) => [each.id, each])), [insights]);
  const { updates, promises, items, automate, excluded } = insights;
  const { done, open, overdue, dropped } = items;
  const [shown, setShown] = useState<readonly string[]>([]);
  return (
    <>
      <div className={styles.groups}>
        <Group title={words.severities}>
          {insights.severities
            .filter(({ incidents }) => incidents.length > 0)
            .map(({ severity, incidents }) => (
              <Row
                key={severity ?? ''}
                query={severity === null ? null : `severity=${severity}`}
                incidents={incidents}
                show={setShown}
              >
                {severity === null ? words.severityUnset : <SeverityMark severity={severity} />}
              </Row>
            ))}
        </Group>
        <Group title={words.services}>
          {insights.services.map(({ service, incidents, medianResolveMs }) => (
            <Row
              key={service ?? ''}
              query={service === null ? null : `service=${encodeURIComponent(service)}`}
              incidents={incidents}
              show={setShown}
            >
              {service ?? words.noService}
              {medianResolveMs !== null && (
                <span className="label"> {words.medianResolve(words.length(medianResolveMs))}</span>
              )}
            </Row>
          ))}
        </Group>
        <Group title={words.sources}>
          {insights.sources.map(({ source, incidents }) => (
            <Row key={source} query={null} incidents={incidents} show={setShown}>
              {words.source(source)}
            </Row>
          ))}
        </Group>
        <Group title={words.promises}>
          <li>{words.kept(updates.kept, updates.missed)}</li>
          {promises.missedIn.length > 0 && (
            <Row query={null} incidents={promises.missedIn} show={setShown}>
              {words.missedIn}
            </Row>
          )}
          {promises.keptIn.length > 0 && (
            <Row query={null} incidents={promises.keptIn} show={setShown}>
              {words.keptIn}
            </Row>
          )}
        </Group>
        <Group title={words.items}>
          <li>
            <a href={routeHash({ screen: 'action-items', query: 'show=all' })}>
              {words.itemWords(done, open, overdue, dropped)}
            </a>
          </li>
          {automate.open + automate.done > 0 && (
            <li>
              <a href={routeHash({ screen: 'action-items', query: 'show=all&automate=true' })}>
                {words.toAutomate(automate.done, automate.open)}
              </a>
            </li>
          )}
        </Group>
      </div>
      <Behind incidents={shown} titles={titles} />
      {insights.phases.map((insight) => (
        <PhaseSection key={insight.phase} insight={insight} insights={insights} titles={titles} />
      ))}
      <Panels query={query} titles={titles} version={insights} />
      {excluded.drills.length > 0 && <p className="label">{words.drills(excluded.drills.length)}</p>}
      {excluded.withdrawn.length > 0 && (
        <p className="label">
          <a href={routeHash({ screen: 'incidents', query: 'status=withdrawn' })}>
            {words.withdrawn(excluded.withdrawn.length)}
          </a>
        </p>
      )}
    </>
  );
}

type PanelsProps = { query: string; titles: Titles; version: unknown };

/** NU6: computed in the reader's time zone. */
function Panels({ query, titles, version }: PanelsProps) {
  const asked = `${query}&${new URLSearchParams({ zone: ownZone() }).toString()}`;
  const { value, problem } = useResource<{ items: readonly Panel[] }>(`/insights/panels?${asked}`, {
    version,
  });
  if (problem !== null) return <Problem>{strings.numberPanels.unreadable(problem)}</Problem>;
  return value?.items.map((panel) => (
    <PanelSection key={panel.id} panel={panel} query={asked} titles={titles} />
  ));
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

type RowProps = {
  query: string | null;
  incidents: readonly string[];
  show: (incidents: readonly string[]) => void;
  children: ReactNode;
};

/** A count that opens the list of its incidents. Without a matching filter it names them here. */
function Row({ query, incidents, show, children }: RowProps) {
  const number =
    query === null ? (
      <button
        type="button"
        className={styles.act}
        aria-label={words.open(incidents.length)}
        onClick={() => show(incidents)}
      >
        {incidents.length}
      </button>
    ) : (
      <a href={routeHash({ screen: 'incidents', query })} aria-label={words.open(incidents.length)}>
        {incidents.length}
      </a>
    );
  return (
    <li>
      <span>{children}</span>
      <b>{number}</b>
    </li>
  );
}

function SaveCsv({ query }: { query: string }) {
  const api = useApi();
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    try {
      const file = await (await api.fetch(`/insights.csv?${query}`)).blob();
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = 'incidents.csv';
      link.click();
      URL.revokeObjectURL(link.href);
      setProblem(null);
    } catch (error) {
      setProblem(sayProblem(error));
    }
  };
  return (
    <>
      <Button onClick={() => void save()}>{words.csv}</Button>
      {problem !== null && <Problem>{problem}</Problem>}
    </>
  );
}
