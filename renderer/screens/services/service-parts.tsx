// The parts of a service's page besides its record: its checks, and what happens when it fails.
import type { PolicyAnswer } from '#wire/api/policies.ts';
import type { ReactNode } from 'react';
import { areas, uncovered } from '#room/team/areas.ts';
import { aimSeconds } from '#room/team/detection.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import type { Items } from '#wire/api/list.ts';
import type { MonitorState } from '#room/feed/feed.ts';
import { serviceMatcher, type Service } from '#room/team/services.ts';
import { markChecks, markOf } from '../../state/check-marks.ts';
import type { Monitor } from '../monitors/monitor.ts';
import { saySeconds } from '../monitors/say-monitor.ts';
import { sayShare } from '../monitors/uptime-cells.ts';
import { LibraryProvider, usePlaybooks } from '../playbooks/library-provider.tsx';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { checkStatusWords } from '../../ui/status-words.ts';
import { useResource } from '../../server/use-resource.ts';
import styles from './services.module.css';

const words = strings.services;

type PartProps = { title: string; isEmpty: boolean; none: string; note?: ReactNode; children: ReactNode };

export function Part({ title, isEmpty, none, note = null, children }: PartProps) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {isEmpty ? <p className="soft">{none}</p> : <ul className={styles.items}>{children}</ul>}
      {note !== null && <p className={styles.note}>{note}</p>}
    </section>
  );
}

type ChecksProps = { service: Service; monitors: readonly MonitorState[]; snapshot: FeedSnapshot };

/** Each check with its uptime of 90 days and how soon it notices a failure, and which areas nothing watches. */
export function Checks({ service, monitors, snapshot }: ChecksProps) {
  const { value } = useResource<Items<Monitor>>('/monitors', { version: monitors.length });
  const noticesOf = (id: string) => value?.items.find((each) => each.id === id)?.noticesWithinSeconds ?? null;
  return (
    <Part
      title={words.monitors}
      isEmpty={monitors.length === 0}
      none={words.noMonitors}
      note={sayCovered(monitors)}
    >
      {markChecks(monitors, snapshot.incidents).map((mark) => {
        const { id, name, status, uptime, area } = mark.monitor;
        const notices = noticesOf(id);
        // What ends on a known day, such as a certificate, need not be noticed within seconds.
        const isLate = service.tier === 1 && area !== 'security' && (notices ?? 0) > aimSeconds;
        return (
          <li key={id}>
            <StateMark {...markOf(mark)} />
            <a href={routeHash({ screen: 'monitors', monitor: id })}>{name}</a>
            <span className="soft">{checkStatusWords(status)}</span>
            <span className={styles.end}>
              {uptime.quarter !== null && words.uptime(sayShare(uptime.quarter))}
            </span>
            {notices !== null && (
              <span className={isLate ? styles.trouble : 'soft'}>
                {words.noticesWithin(saySeconds(Math.ceil(notices)))}
              </span>
            )}
          </li>
        );
      })}
    </Part>
  );
}

function sayCovered(monitors: readonly MonitorState[]): string | null {
  // An older server names no areas.
  if (monitors.every(({ area }) => area === undefined)) return null;
  const names = uncovered(monitors).map((area) => strings.monitors.areas[area]);
  return words.covered(names, areas.length);
}

/** The paging policies that an incident of this service can follow; its own ones first. */
export function Policies({ service, services }: { service: Service; services: readonly Service[] }) {
  const { value, problem } = useResource<Items<PolicyAnswer>>('/policies');
  const isSame = serviceMatcher(services);
  const own = (value?.items ?? []).filter((each) =>
    each.services?.some((name) => isSame(name, service.name)),
  );
  const general = (value?.items ?? []).filter((each) => each.services === undefined);
  const fitting = [...own, ...general];
  if (value === null && problem === null) return null;
  return (
    <Part title={words.paging} isEmpty={fitting.length === 0} none={problem ?? words.noPolicy}>
      {fitting.map(({ id, name, severities, services: named }) => (
        <li key={id}>
          <a href={routeHash({ screen: 'settings', section: 'paging' })}>{name}</a>
          <span className="soft">{words.policyOf(severities?.join(', ') ?? null, named !== undefined)}</span>
        </li>
      ))}
    </Part>
  );
}

/** The team's playbooks that name this service or one of its checks. */
export function Playbooks(props: PlaybooksProps) {
  return (
    <LibraryProvider>
      <PlaybookList {...props} />
    </LibraryProvider>
  );
}

type PlaybooksProps = {
  service: Service;
  services: readonly Service[];
  monitors: readonly Pick<MonitorState, 'name'>[];
};

function PlaybookList({ service, services, monitors }: PlaybooksProps) {
  const isSame = serviceMatcher(services);
  const checks = new Set(monitors.map(({ name }) => name.toLowerCase()));
  const fitting = usePlaybooks().filter(
    (each) =>
      !each.isArchived &&
      (each.services.some((name) => isSame(name, service.name)) ||
        each.checks.some((name) => checks.has(name.toLowerCase()))),
  );
  return (
    <Part title={words.playbooks} isEmpty={fitting.length === 0} none={words.noPlaybook}>
      {fitting.map(({ id, title }) => (
        <li key={id}>
          <a href={routeHash({ screen: 'playbooks', playbook: id })}>{title}</a>
        </li>
      ))}
    </Part>
  );
}
