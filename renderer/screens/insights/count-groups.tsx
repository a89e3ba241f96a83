// Counts by severity, service, source, promise and action item. Each opens the incidents behind it.
import { useState, type ReactNode } from 'react';
import type { Insights } from '#room/insights/insights.ts';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import styles from './insights.module.css';

const words = strings.insights;

type Show = (incidents: readonly string[]) => void;
type GroupsProps = { insights: Insights; show: Show };

/** `show` gets the incidents behind a count. */
export function CountGroups({ insights, show }: GroupsProps) {
  return (
    <div className={styles.groups}>
      <SeverityGroup insights={insights} show={show} />
      <ServiceGroup insights={insights} show={show} />
      <Group title={words.sources}>
        {insights.sources.map(({ source, incidents }) => (
          <Row key={source} incidents={incidents} show={show}>
            {words.source(source)}
          </Row>
        ))}
      </Group>
      <PromiseGroup insights={insights} show={show} />
      <ItemGroup insights={insights} show={show} />
    </div>
  );
}

function SeverityGroup({ insights, show }: GroupsProps) {
  return (
    <Group title={words.severities}>
      {insights.severities
        .filter(({ incidents }) => incidents.length > 0)
        .map(({ severity, incidents }) => (
          <Row key={severity ?? ''} incidents={incidents} show={show}>
            {severity === null ? words.severityUnset : <SeverityMark severity={severity} />}
          </Row>
        ))}
    </Group>
  );
}

/** More services than these unfold, so that the columns beside them are about as long. */
const servicesShown = 8;

function ServiceGroup({ insights: { services }, show }: GroupsProps) {
  const [isWhole, setWhole] = useState(false);
  const folded = services.length - servicesShown;
  return (
    <Group title={words.services}>
      {(isWhole ? services : services.slice(0, servicesShown)).map(
        ({ service, incidents, medianResolveMs }) => (
          <Row key={service ?? ''} incidents={incidents} show={show}>
            {service ?? words.noService}
            {medianResolveMs !== null && (
              <span className="label"> {words.medianResolve(words.length(medianResolveMs))}</span>
            )}
          </Row>
        ),
      )}
      {folded > 0 && (
        <li>
          <button
            type="button"
            className={styles.fold}
            aria-expanded={isWhole}
            onClick={() => setWhole(!isWhole)}
          >
            {isWhole ? words.fewerServices : words.moreServices(folded)}
          </button>
        </li>
      )}
    </Group>
  );
}

function PromiseGroup({ insights: { updates, promises }, show }: GroupsProps) {
  return (
    <Group title={words.promises}>
      <li>{words.kept(updates.kept, updates.missed)}</li>
      {promises.missedIn.length > 0 && (
        <Row incidents={promises.missedIn} show={show}>
          {words.missedIn}
        </Row>
      )}
      {promises.keptIn.length > 0 && (
        <Row incidents={promises.keptIn} show={show}>
          {words.keptIn}
        </Row>
      )}
    </Group>
  );
}

/** The list of action items ignores the period; the numbers here are of the period. */
function ItemGroup({ insights: { items, itemsIn, automate, automateIn }, show }: GroupsProps) {
  return (
    <Group title={words.items}>
      <li>
        <a href={routeHash({ screen: 'action-items', query: 'show=all' })}>{words.allItems}</a>
      </li>
      {items.made === 0 && <li>{words.noItems}</li>}
      {itemStates.map(
        (state) =>
          items[state] > 0 && (
            <Row key={state} incidents={itemsIn[state]} show={show} isNamed>
              {words.itemsAre[state](items[state])}
            </Row>
          ),
      )}
      {automateIn.length > 0 && (
        <Row incidents={automateIn} show={show} isNamed>
          {words.toAutomate(automate.done, automate.open)}
        </Row>
      )}
    </Group>
  );
}

const itemStates = ['done', 'open', 'overdue', 'dropped'] as const;

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

type RowProps = {
  incidents: readonly string[];
  show: Show;
  /** The number counts incidents, and the row begins with a number of something else. */
  isNamed?: boolean;
  children: ReactNode;
};

/** A count of incidents that shows them: those of this period, and no others. */
function Row({ incidents, show, isNamed = false, children }: RowProps) {
  return (
    <li>
      <span>{children}</span>
      <b>
        <button
          type="button"
          className={styles.act}
          aria-label={isNamed ? words.openIn(incidents.length) : words.open(incidents.length)}
          onClick={() => show(incidents)}
        >
          {isNamed ? words.inIncidents(incidents.length) : incidents.length}
        </button>
      </b>
    </li>
  );
}
