// Counts by severity, service, source, promise and action item. Each opens the incidents behind it.
import type { ReactNode } from 'react';
import type { Insights } from '#room/insights/insights.ts';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import styles from './insights.module.css';

const words = strings.insights;

type Show = (incidents: readonly string[]) => void;
type GroupsProps = { insights: Insights; show: Show };

/** `show` gets the incidents of a count for which the incident list has no filter. */
export function CountGroups({ insights, show }: GroupsProps) {
  return (
    <div className={styles.groups}>
      <SeverityGroup insights={insights} show={show} />
      <ServiceGroup insights={insights} show={show} />
      <Group title={words.sources}>
        {insights.sources.map(({ source, incidents }) => (
          <Row key={source} query={null} incidents={incidents} show={show}>
            {words.source(source)}
          </Row>
        ))}
      </Group>
      <PromiseGroup insights={insights} show={show} />
      <ItemGroup insights={insights} />
    </div>
  );
}

function SeverityGroup({ insights, show }: GroupsProps) {
  return (
    <Group title={words.severities}>
      {insights.severities
        .filter(({ incidents }) => incidents.length > 0)
        .map(({ severity, incidents }) => (
          <Row
            key={severity ?? ''}
            query={severity === null ? null : `severity=${severity}`}
            incidents={incidents}
            show={show}
          >
            {severity === null ? words.severityUnset : <SeverityMark severity={severity} />}
          </Row>
        ))}
    </Group>
  );
}

function ServiceGroup({ insights, show }: GroupsProps) {
  return (
    <Group title={words.services}>
      {insights.services.map(({ service, incidents, medianResolveMs }) => (
        <Row
          key={service ?? ''}
          query={service === null ? null : `service=${encodeURIComponent(service)}`}
          incidents={incidents}
          show={show}
        >
          {service ?? words.noService}
          {medianResolveMs !== null && (
            <span className="label"> {words.medianResolve(words.length(medianResolveMs))}</span>
          )}
        </Row>
      ))}
    </Group>
  );
}

function PromiseGroup({ insights: { updates, promises }, show }: GroupsProps) {
  return (
    <Group title={words.promises}>
      <li>{words.kept(updates.kept, updates.missed)}</li>
      {promises.missedIn.length > 0 && (
        <Row query={null} incidents={promises.missedIn} show={show}>
          {words.missedIn}
        </Row>
      )}
      {promises.keptIn.length > 0 && (
        <Row query={null} incidents={promises.keptIn} show={show}>
          {words.keptIn}
        </Row>
      )}
    </Group>
  );
}

function ItemGroup({ insights: { items, automate } }: Pick<GroupsProps, 'insights'>) {
  const { done, open, overdue, dropped } = items;
  return (
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
  );
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
  show: Show;
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
