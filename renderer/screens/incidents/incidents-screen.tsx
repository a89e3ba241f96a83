// SE5: all incidents ever, by search words and filters.
import { useEffect, useMemo, useRef } from 'react';
import { Button } from '@mantine/core';
import { severities } from '#room/facts/fact.ts';
import { natures } from '#room/team/scales.ts';
import { serviceNames } from '#room/team/services.ts';
import { moveBetweenRows } from '../../ui/move-between-rows.ts';
import { useFeed } from '../../server/feed.tsx';
import { goInPlace, routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { AwaitedPart } from '../../ui/awaited.tsx';
import { EmptyList } from '../../ui/empty.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { Problem } from '../../ui/problem.tsx';
import { FilterRow } from './filter-row.tsx';
import { noFilters, periods, readFilters, writeFilters, type Filters } from './filters.ts';
import { IncidentLine } from './incident-line.tsx';
import { useIncidents, type Results } from './use-incidents.ts';
import styles from './incidents.module.css';

const words = strings.incidents;

export function IncidentsScreen({ query }: { query: string }) {
  const filters = useMemo(() => readFilters(query), [query]);
  const { snapshot } = useFeed();
  // A change of the feed loads the list again.
  const results = useIncidents(filters, snapshot?.incidents);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const services = useMemo(() => serviceNames(snapshot?.incidents ?? []), [snapshot?.incidents]);
  const change = (some: Partial<Filters>) =>
    goInPlace({ screen: 'incidents', query: writeFilters({ ...filters, ...some }) });
  const move = (step: number) => moveBetweenRows(list.current, step);
  useEffect(() => field.current?.focus(), []);
  useKeys({
    '/': { label: words.search, group: words.title, run: () => field.current?.focus() },
    arrowdown: { label: words.next, group: words.title, run: () => move(1), when: isInPlace },
    arrowup: { label: words.previous, group: words.title, run: () => move(-1), when: isInPlace },
    j: { label: words.next, group: words.title, run: () => move(1) },
    k: { label: words.previous, group: words.title, run: () => move(-1) },
  });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{words.title}</h1>
        <p className="soft" role="status">
          {results.items !== null && words.count(results.items.length, results.hasMore)}
        </p>
        <nav className={styles.numbers}>
          <a href={routeHash({ screen: 'action-items', query: '' })}>{strings.actionItems.title}</a>
          <a href={routeHash({ screen: 'reviews', query: '' })}>{strings.reviewLibrary.title}</a>
          <a href={routeHash({ screen: 'problems', problem: null })}>{strings.problems.title}</a>
          <a href={routeHash({ screen: 'insights' })}>{strings.insights.title}</a>
        </nav>
        {results.notIndexed > 0 && <p className="label">{words.notIndexed(results.notIndexed)}</p>}
      </header>
      <FilterRow
        words={words}
        filters={filters}
        choices={choicesOf(services, snapshot?.people ?? [])}
        change={change}
        field={field}
        onDown={() => move(1)}
      />
      {results.problem !== null && (
        <Problem again={results.reload}>{words.unreadable(results.problem)}</Problem>
      )}
      <div className={styles.scroll}>
        {results.items === null && results.problem === null && <AwaitedPart />}
        {results.items?.length === 0 && (
          <EmptyList words={words} isFiltered={query !== ''} clear={() => change(noFilters)} />
        )}
        {results.items !== null && results.items.length > 0 && <List results={results} list={list} />}
      </div>
    </div>
  );
}

function List({ results, list }: { results: Results; list: React.RefObject<HTMLUListElement | null> }) {
  const { heads } = words;
  return (
    <>
      <div className={styles.heads} aria-hidden="true">
        <span>{heads.severity}</span>
        <span>{heads.incident}</span>
        <span>{heads.status}</span>
        <span>{heads.declared}</span>
        <span className={styles.took}>{heads.took}</span>
      </div>
      <ul ref={list} aria-label={words.title}>
        {results.items?.map((incident) => (
          <IncidentLine key={incident.id} incident={incident} />
        ))}
      </ul>
      {results.hasMore && (
        <Button className={styles.more ?? ''} variant="default" onClick={results.more}>
          {words.more}
        </Button>
      )}
    </>
  );
}

/** Elsewhere the arrow keys keep their browser function. */
const isInPlace = () =>
  document.activeElement === document.body || (document.activeElement?.hasAttribute('data-row') ?? false);

const optionsOf = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

/** The filters, in the row's order. */
function choicesOf(services: readonly string[], people: readonly { id: string; name: string }[]) {
  const states = (['open', 'over', 'withdrawn'] as const).map((value) => ({ value, label: words[value] }));
  const byNature = natures.map((value) => ({ value, label: strings.declare.natures[value] }));
  const byPerson = people.map(({ id, name }) => ({ value: id, label: name }));
  const byPeriod = periods.map((days) => ({ value: String(days), label: words.lastDays(days) }));
  const byDrill = [
    { value: 'false', label: words.noDrills },
    { value: 'true', label: words.onlyDrills },
  ];
  return [
    { key: 'status', label: words.status, any: words.anyStatus, options: states },
    { key: 'severity', label: words.severity, any: words.anySeverity, options: optionsOf(severities) },
    { key: 'service', label: words.service, any: words.anyService, options: optionsOf(services) },
    { key: 'nature', label: strings.declare.nature, any: words.anyNature, options: byNature },
    { key: 'person', label: words.person, any: words.anybody, options: byPerson },
    { key: 'days', label: words.period, any: words.anyTime, options: byPeriod },
    { key: 'drill', label: words.drills, any: words.drillsToo, options: byDrill },
  ] as const;
}
